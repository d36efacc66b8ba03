namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>What a request comes to; those behind <see cref="Identify"/> are done to the file.</summary>
internal enum BlockOperationKind : byte
{
    /// <summary>Nothing: its answer is known.</summary>
    None,

    /// <summary>The driver is told what the disk is known by.</summary>
    Identify,

    /// <summary>Bytes of the file are read.</summary>
    Read,

    /// <summary>Bytes of the file are written.</summary>
    Write,

    /// <summary>What was written is brought to the host's disk (fdatasync).</summary>
    Flush,

    /// <summary>A range gives its space back; it reads as zeros.</summary>
    PunchHole,

    /// <summary>A range becomes zeros and keeps its space.</summary>
    ZeroRange,
}
