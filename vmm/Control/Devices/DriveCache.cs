namespace Kiln.Vmm.Control.Devices;

/// <summary>What becomes of a guest's flushes.</summary>
internal enum DriveCache
{
    /// <summary>The guest is offered none: the host writes when it likes.</summary>
    Unsafe,

    /// <summary>A flush of the guest waits until the host has written.</summary>
    Writeback,
}
