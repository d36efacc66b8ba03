using Kiln.Linux.Abi;
using Kiln.Linux.Calls;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Mounts;

/// <summary>Namespaces and mounts of the calling thread. Namespaces belong to a thread until execve, which ends all other threads.</summary>
public static unsafe class MountNamespace
{
    /// <summary>Moves the calling thread into new namespaces.</summary>
    /// <exception cref="LinuxException">The thread lacks CAP_SYS_ADMIN.</exception>
    public static void Unshare(NamespaceFlags namespaces) =>
        LinuxException.ThrowIfFailed(LibC.unshare((int)namespaces), "unshare", namespaces);

    /// <summary>Moves the calling thread into an existing namespace (setns(2)).</summary>
    /// <param name="handle">An open namespace file.</param>
    /// <param name="kind">The required type of namespace.</param>
    /// <returns>Null, or the error: EINVAL for another type.</returns>
    public static SystemError? TryJoin(Descriptor handle, NamespaceFlags kind) =>
        Native.setns(handle.Number, (int)kind) == 0 ? null : SystemError.Last("setns");

    /// <summary>Calls mount(2).</summary>
    /// <param name="source">The source; null where the flags need none.</param>
    /// <exception cref="LinuxException"/>
    public static void Mount(string? source, string target, MountFlags flags)
    {
        fixed (byte* from = source is null ? null : CString.Encode(source), to = CString.Encode(target))
        {
            LinuxException.ThrowIfFailed(LibC.mount(from, to, null, (ulong_t)(ulong)flags, null), "mount", target);
        }
    }

    /// <summary>Makes a mount the root and moves the old root elsewhere (pivot_root(2)).</summary>
    /// <param name="oldRoot">A place below the new root; the new root itself stacks the old root on top of it.</param>
    /// <exception cref="LinuxException"/>
    public static void PivotRoot(string newRoot, string oldRoot)
    {
        fixed (byte* to = CString.Encode(newRoot), from = CString.Encode(oldRoot))
        {
            LinuxException.ThrowIfFailed((int)Native.Raw(SystemCall.SYS_pivot_root, (nuint)to, (nuint)from), "pivot_root", newRoot);
        }
    }

    /// <exception cref="LinuxException"/>
    public static void Unmount(string target, UnmountFlags flags)
    {
        fixed (byte* place = CString.Encode(target))
        {
            LinuxException.ThrowIfFailed(LibC.umount2(place, (int)flags), "umount2", target);
        }
    }

    /// <summary>Changes the working directory.</summary>
    /// <exception cref="LinuxException">The directory does not exist.</exception>
    public static void ChangeDirectory(string path)
    {
        fixed (byte* place = CString.Encode(path))
        {
            LinuxException.ThrowIfFailed(LibC.chdir(place), "chdir", path);
        }
    }
}
