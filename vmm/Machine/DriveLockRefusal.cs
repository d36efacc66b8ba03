using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Machine;

/// <summary>What is said of a drive whose file cannot be locked.</summary>
/// <param name="Other">Another drive of this microVM that has locked the file, or null.</param>
internal readonly record struct DriveLockRefusal(DriveConfiguration Drive, LockFailure Failure, string? Other)
{
    /// <summary>The reason against the drive, with the cure; clients match it.</summary>
    internal string Reason => Failure switch
    {
        { IsConflict: false } => $"{What}; its lock can be set to warn or off",
        _ when Other is not null => $"{What}; give one of them another file, make both read-only, or set the lock of this one to off",
        { IsDevice: true } => $"{What}; end that process or unmount it, give the drive another one, or set its lock to off",
        _ => $"{What}; end that process, give the drive another file, or set its lock to off",
    };

    /// <summary>The line of the log where the file is used all the same.</summary>
    internal string Warning => $"{What}; {(Failure.IsConflict ? "it is used all the same" : "nothing keeps another process from writing it")}";

    private string What => $"Drive {Drive.Id}: {Excerpt.OfPath(Drive.Path!)} {Problem}";

    private string Problem => Failure switch
    {
        { IsConflict: false } => $"cannot be locked: {Failure.Errno}",
        // A drive that is only read opens no device exclusively.
        { IsDevice: true } when Other is not null => $"is in use by drive {Other} of this microVM (read-write)",
        _ when Other is not null => $"is in use by drive {Other} of this microVM{Failure.HolderText}",
        { IsDevice: true } => $"is in use by another process or a mounted file system{Failure.HolderText}",
        _ => $"is in use by another process{Failure.HolderText}",
    };
}
