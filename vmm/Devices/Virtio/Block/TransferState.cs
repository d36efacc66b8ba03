namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>How far a <see cref="Transfer"/> has come.</summary>
internal enum TransferState
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>Its next piece may be begun; nothing uses the guest's memory.</summary>
    Waiting,

    /// <summary>A piece was begun, and is not over.</summary>
    UnderWay,
}
