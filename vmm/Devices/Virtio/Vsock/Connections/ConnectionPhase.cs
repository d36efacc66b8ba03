namespace Kiln.Vmm.Devices.Virtio.Vsock.Connections;

/// <summary>What a connection is about.</summary>
internal enum ConnectionPhase : byte
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>The host's program wants it, and the guest has not answered.</summary>
    Requested,

    /// <summary>The guest wants it, the host's program is there, and the guest has not been answered.</summary>
    Accepted,

    /// <summary>Data pass, each way until that side has shut it.</summary>
    Open,

    /// <summary>The host's program is gone, and the guest has not said that it knows.</summary>
    Closing,

    /// <summary>It is over, and the guest gets VIRTIO_VSOCK_OP_RST when it has a buffer; until then it keeps its ports.</summary>
    Dead,
}
