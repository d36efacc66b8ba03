namespace Kiln.Vmm.Devices.Virtio.Vsock.Connections;

/// <summary>What a connection has to tell the guest, the most urgent first.</summary>
[Flags]
internal enum PendingPackets : byte
{
    None = 0,

    Reset = 1,

    Response = 2,

    Request = 4,

    /// <summary>The host's program may have sent data.</summary>
    Data = 8,

    /// <summary>Which directions are shut; behind the data.</summary>
    Shutdown = 16,

    /// <summary>The guest has no room for data, and is asked to say when it has.</summary>
    CreditRequest = 32,

    /// <summary>The room for the guest's data.</summary>
    Credit = 64,
}
