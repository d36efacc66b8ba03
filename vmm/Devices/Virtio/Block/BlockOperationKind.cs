namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>Kinds of operations. Those after <see cref="Identify"/> access the file.</summary>
internal enum BlockOperationKind : byte
{
    /// <summary>No operation: the status is known already.</summary>
    None,

    /// <summary>Returns the device ID.</summary>
    Identify,

    Read,

    Write,

    /// <summary>Flushes the file to the host's disk (fdatasync).</summary>
    Flush,

    /// <summary>Zeroes a range and deallocates its space.</summary>
    PunchHole,

    /// <summary>Zeroes a range and keeps its space allocated.</summary>
    ZeroRange,
}
