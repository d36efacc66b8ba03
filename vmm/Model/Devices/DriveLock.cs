namespace Kiln.Vmm.Model.Devices;

/// <summary>Whether a drive's file is locked against other processes that use it.</summary>
internal enum DriveLock
{
    /// <summary>It is locked; one that another process has locked is refused.</summary>
    On,

    /// <summary>It is locked if it can be; one that another process has locked is used all the same, and the log says so.</summary>
    Warn,

    /// <summary>It is not locked, and nobody else's lock matters.</summary>
    Off,
}
