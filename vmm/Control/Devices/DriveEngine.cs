namespace Kiln.Vmm.Control.Devices;

/// <summary>How a drive's file is read and written.</summary>
internal enum DriveEngine
{
    /// <summary>One request after the other.</summary>
    Sync,

    /// <summary>Many at once, by io_uring.</summary>
    Async,
}
