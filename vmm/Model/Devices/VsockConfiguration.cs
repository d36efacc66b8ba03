using Kiln.Vmm.State;

namespace Kiln.Vmm.Model.Devices;

/// <summary>A vsock device, which connects processes of the host and of the guest.</summary>
/// <param name="GuestCid">The guest's context ID; any number, as in Firecracker.</param>
/// <param name="SocketPath">The unix socket of the host; in a jail, relative to the jail's root.</param>
/// <param name="Id">Deprecated and ignored; kept to warn clients that set it.</param>
internal sealed record VsockConfiguration(uint GuestCid, string SocketPath, string? Id = null)
{
    /// <summary>The most connections of a device, as in Firecracker.</summary>
    internal const int ConnectionLimit = 1023;

    /// <summary>The default of <see cref="BufferMebibytes"/>, enough for all connections.</summary>
    internal const uint DefaultBufferMebibytes = 64;

    private const string Section = "vsock";
    private const ushort Version = 1;

    // Each connection may take 64 KiB.
    private const uint ConnectionsPerMebibyte = 16;

    /// <summary>
    /// How many MiB of the monitor's memory connections may take for data of the guest that programs of the host are slow to read. It bounds the number of
    /// connections, since all of them are promised the same room.
    /// </summary>
    internal uint BufferMebibytes { get; init; } = DefaultBufferMebibytes;

    /// <summary>The most connections at a time.</summary>
    internal int MostConnections => (int)Math.Min(ConnectionsPerMebibyte * (ulong)BufferMebibytes, ConnectionLimit);

    internal void Save(ref StateWriter state)
    {
        state.Begin(Section, Version);
        state.WriteUInt32(GuestCid);
        state.WriteText(SocketPath);
        state.WriteUInt32(BufferMebibytes);
        state.End();
    }

    /// <exception cref="StateFailure"/>
    internal static VsockConfiguration Load(ref StateReader state)
    {
        state.Begin(Section, Version);
        VsockConfiguration vsock = new(state.ReadUInt32("guest_cid"), state.ReadText("uds_path", ConfigurationBounds.Path))
        {
            BufferMebibytes = state.ReadUInt32("buffer_mib"),
        };
        if (vsock.MostConnections == 0)
        {
            throw state.Refuse("buffer_mib", "it is 0, which allows no connection: take the snapshot again");
        }
        state.End();
        return vsock;
    }
}
