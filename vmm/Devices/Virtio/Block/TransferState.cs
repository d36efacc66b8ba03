namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>The state of a <see cref="Transfer"/>.</summary>
internal enum TransferState
{
    /// <summary>No transfer is in progress.</summary>
    None,

    /// <summary>The next piece can start; nothing accesses guest memory.</summary>
    Waiting,

    /// <summary>A piece is in flight.</summary>
    UnderWay,
}
