using Kiln.Linux.Abi;
using Kiln.Linux.Calls;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Mounts;

/// <summary>What the calling thread sees as the file system. Namespaces belong to a thread until it calls execve, which ends the others.</summary>
public static unsafe class MountNamespace
{
    /// <summary>Gives the calling thread namespaces of its own.</summary>
    /// <param name="namespaces">Which.</param>
    /// <exception cref="LinuxException">The thread lacks CAP_SYS_ADMIN.</exception>
    public static void Unshare(NamespaceFlags namespaces) =>
        LinuxException.ThrowIfFailed(LibC.unshare((int)namespaces), "unshare", namespaces.ToString());

    /// <summary>Moves the calling thread into a namespace that somebody has made (setns(2)).</summary>
    /// <param name="handle">An open file that stands for it.</param>
    /// <param name="kind">What it must be.</param>
    /// <returns>Null, or why not: EINVAL when it is no such namespace.</returns>
    public static SystemError? TryJoin(Descriptor handle, NamespaceFlags kind) =>
        Native.setns(handle.Number, (int)kind) == 0 ? null : SystemError.Last("setns");

    /// <summary>Mounts, or changes what is mounted.</summary>
    /// <param name="source">What; null where the flags need none.</param>
    /// <param name="target">Where.</param>
    /// <param name="flags">How.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static void Mount(string? source, string target, MountFlags flags)
    {
        fixed (byte* from = source is null ? null : CString.Encode(source), to = CString.Encode(target))
        {
            LinuxException.ThrowIfFailed(LibC.mount(from, to, null, (ulong_t)(ulong)flags, null), "mount", target);
        }
    }

    /// <summary>Makes one mount the root and puts the old root at another place (pivot_root(2)).</summary>
    /// <param name="newRoot">A mount point.</param>
    /// <param name="oldRoot">A place below it; the same place stacks the old root on the new one.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static void PivotRoot(string newRoot, string oldRoot)
    {
        fixed (byte* to = CString.Encode(newRoot), from = CString.Encode(oldRoot))
        {
            LinuxException.ThrowIfFailed((int)Native.Raw(SystemCall.SYS_pivot_root, (nuint)to, (nuint)from), "pivot_root", newRoot);
        }
    }

    /// <summary>Takes a mount away.</summary>
    /// <param name="target">Where it is.</param>
    /// <param name="flags">How.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static void Unmount(string target, UnmountFlags flags)
    {
        fixed (byte* place = CString.Encode(target))
        {
            LinuxException.ThrowIfFailed(LibC.umount2(place, (int)flags), "umount2", target);
        }
    }

    /// <summary>Changes the working directory.</summary>
    /// <param name="path">Where to.</param>
    /// <exception cref="LinuxException">It does not exist.</exception>
    public static void ChangeDirectory(string path)
    {
        fixed (byte* place = CString.Encode(path))
        {
            LinuxException.ThrowIfFailed(LibC.chdir(place), "chdir", path);
        }
    }
}
