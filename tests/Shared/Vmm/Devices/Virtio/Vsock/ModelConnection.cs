namespace Kiln.Testing.Vmm.Devices.Virtio.Vsock;

/// <summary>How far a connection is.</summary>
internal enum ModelPhase
{
    /// <summary>A program of the host has asked for it, and the guest has not answered.</summary>
    Asked,

    Open,

    /// <summary>Both directions are at their end, or one side is gone: the guest will be told by a reset, sooner or later.</summary>
    Ending,
}

/// <summary>A connection as both its ends know it: what each has said and sent, and what of that has arrived.</summary>
/// <param name="end">The program's end; null when it is gone.</param>
internal sealed class ModelConnection(uint hostPort, uint guestPort, HostEnd? end, ModelPhase phase)
{
    private const uint DeviceRoom = 65536;

    // A device tells what it has taken when the guest believes that there is less room than that.
    private const uint LeastRoom = 4096;

    internal uint HostPort => hostPort;

    internal uint GuestPort => guestPort;

    internal HostEnd? End { get; set; } = end;

    internal ModelPhase Phase { get; set; } = phase;

    // What the guest has said.
    internal bool GuestSendsNoMore { get; set; }

    internal bool GuestTakesNoMore { get; set; }

    internal uint GuestRoom { get; set; }

    internal uint GuestTaken { get; set; }

    // What the program has done, and what of it the guest was told.
    internal bool HostSendsNoMore { get; set; }

    internal bool HostIsGone => End is null;

    internal bool IsTold { get; set; }

    /// <summary>What the program reads before the guest's stream.</summary>
    internal string Greeting { get; set; } = "";

    /// <summary>Bytes of the program on their way, and those that the guest has got.</summary>
    internal uint Waiting { get; set; }

    internal uint Delivered { get; set; }

    /// <summary>Bytes of the guest that the device has taken, those that the program has read, and what the guest was told of them.</summary>
    internal uint Taken { get; set; }

    internal uint Read { get; set; }

    internal uint Told { get; set; }

    /// <summary>Pieces of the guest's that the program has not read: a socket has room for some.</summary>
    internal int UnreadPieces { get; set; }

    /// <summary>Whether the device has asked for credit since there was some, and since the guest last said anything.</summary>
    internal bool HasAskedForCredit { get; set; }

    internal bool HasJustAsked { get; set; }

    /// <summary>Whether the last data has used the credit up: there may be more, or not.</summary>
    internal bool HasJustFilled { get; set; }

    /// <summary>What the guest has room for, and what it has not said that it has taken is not room: never less than nothing.</summary>
    internal uint Credit
    {
        get
        {
            uint underWay = unchecked(Delivered - GuestTaken);
            return GuestRoom > underWay ? GuestRoom - underWay : 0;
        }
    }

    /// <summary>Whether the guest is to get something of the program's: bytes, or their end.</summary>
    internal bool HasMore => Waiting > 0 || HostIsGone || (HostSendsNoMore && !IsTold);

    /// <summary>Whether the guest must have been told by now what was taken.</summary>
    internal bool MustTell => DeviceRoom - unchecked(Taken - Told) < LeastRoom;

    /// <summary>A byte of the stream that the program or the guest sends.</summary>
    internal byte ByteAt(uint position, bool isOfHost) => (byte)((((hostPort * 31) + (guestPort * 7) + position) * 2654435761 >> 24) ^ (isOfHost ? 0x5Au : 0));

    /// <summary>A piece of a stream.</summary>
    internal byte[] Piece(uint from, int length, bool isOfHost)
    {
        byte[] piece = new byte[length];
        for (uint index = 0; index < length; index++)
        {
            piece[index] = ByteAt(unchecked(from + index), isOfHost);
        }
        return piece;
    }
}
