namespace Kiln.Vmm.Machine;

/// <summary>Life cycle of a machine's devices.</summary>
internal enum DeviceLife
{
    /// <summary>Created; no driver has accessed them.</summary>
    Fresh,

    /// <summary>Processors may be in the guest.</summary>
    Running,

    /// <summary>No processor is in the guest, and no request is in flight.</summary>
    Paused,

    /// <summary>Loading a state failed halfway, or the devices were disposed: they can only be disposed.</summary>
    Broken,
}
