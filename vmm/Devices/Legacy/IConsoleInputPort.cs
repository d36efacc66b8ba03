namespace Kiln.Vmm.Devices.Legacy;

/// <summary>A port that accepts console input.</summary>
internal interface IConsoleInputPort
{
    /// <summary>The number of bytes that fit now.</summary>
    int Free { get; }

    /// <summary>Queues as many bytes for the guest as fit.</summary>
    /// <returns>The number of bytes queued.</returns>
    int Put(ReadOnlySpan<byte> bytes);

    /// <summary>Requests one signal for when the guest has read everything that is queued.</summary>
    void RequestRoom();
}
