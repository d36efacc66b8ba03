using Kiln.Linux.Abi;
using Kiln.Linux.Calls;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Descriptors;

/// <summary>Operations on the whole descriptor table of this process.</summary>
public static unsafe class DescriptorTable
{
    /// <summary>Closes all descriptors from a number on.</summary>
    /// <exception cref="LinuxException">The kernel is older than 5.9.</exception>
    public static void CloseFrom(int first) => Close(first, uint.MaxValue);

    /// <summary>Closes the descriptors of a range.</summary>
    /// <param name="last">The last of them.</param>
    /// <exception cref="LinuxException">The kernel is older than 5.9.</exception>
    public static void Close(int first, uint last) => LinuxException.ThrowIfFailed(
        Native.close_range((uint)first, last, (int)CloseRangeFlags.CLOSE_RANGE_UNSHARE), "close_range");

    /// <summary>Prepares to close all descriptors from a number on at execve.</summary>
    public static void PrepareClosing(CallSequence calls, int first) => PrepareClosing(calls, first, uint.MaxValue);

    /// <summary>Prepares to close the descriptors of a range at execve.</summary>
    /// <param name="last">The last of them.</param>
    public static void PrepareClosing(CallSequence calls, int first, uint last) => calls.Add(
        "close_range", SystemCall.SYS_close_range, (nuint)first, last, (nuint)(int)CloseRangeFlags.CLOSE_RANGE_CLOEXEC);

    /// <summary>Prepares to keep a descriptor open across execve.</summary>
    public static void PrepareKeeping(CallSequence calls, int number) =>
        calls.Add($"fcntl F_SETFD {number}", SystemCall.SYS_fcntl, (nuint)number, (nuint)(int)FileControl.F_SETFD, 0);

    /// <summary>
    /// Gives the calling thread a private descriptor table, large enough for a given number; threads created later share it, existing threads keep
    /// the old one. Growing a table shared by several threads waits for an RCU grace period, some ten milliseconds per doubling; a single thread's
    /// grows at once. Errors are ignored: the table then grows on demand, only slower.
    /// </summary>
    public static void Grow(int highest)
    {
        if (LibC.unshare(LibC.CLONE_FILES) == 0 && Descriptor.StandardInput.TryCopyFrom(highest, out int number) is null)
        {
            _ = LibC.close(number);
        }
    }

    /// <summary>Prepares the same for a process; the size survives execve. The number must be below RLIMIT_NOFILE and unused.</summary>
    public static void PrepareGrowing(CallSequence calls, int highest)
    {
        calls.Add("unshare CLONE_FILES", SystemCall.SYS_unshare, (nuint)LibC.CLONE_FILES);
        PreparePlacing(calls, Descriptor.StandardInput, highest);
        calls.Add($"close {highest}", SystemCall.SYS_close, (nuint)highest);
    }

    /// <summary>Prepares to duplicate a descriptor onto a number, open across execve.</summary>
    /// <param name="descriptor">The descriptor; it must not have that number already.</param>
    /// <param name="number">The target number; a descriptor open there is closed.</param>
    public static void PreparePlacing(CallSequence calls, Descriptor descriptor, int number) =>
        calls.Add($"dup2 to {number}", SystemCall.SYS_dup2, (nuint)descriptor.Number, (nuint)number);

    /// <summary>The access mode of an open descriptor.</summary>
    /// <returns>Bits of <see cref="AccessMode"/>; null when the number is not open.</returns>
    public static AccessMode? AccessOf(int number)
    {
        const AccessMode bits = AccessMode.O_ACCMODE | AccessMode.O_PATH;
        int flags = LibC.fcntl(number, (int)FileControl.F_GETFL);
        return flags == -1 ? null : (AccessMode)flags & bits;
    }

    /// <summary>Whether an open descriptor's reads and writes never wait (O_NONBLOCK).</summary>
    public static bool IsNonBlocking(int number) => LibC.fcntl(number, (int)FileControl.F_GETFL) is var flags and not -1 && (flags & LibC.O_NONBLOCK) != 0;

    /// <summary>Opens /dev/null at every closed number up to a maximum, so that no other file can take it.</summary>
    /// <param name="last">The highest number to fill.</param>
    /// <exception cref="LinuxException">/dev/null cannot be opened.</exception>
    public static void FillTo(int last)
    {
        for (int number = 0; number <= last; number++)
        {
            if (LibC.fcntl(number, (int)FileControl.F_GETFD) == -1)
            {
                fixed (byte* path = "/dev/null\0"u8)
                {
                    LinuxException.ThrowIfFailed(LibC.open(path, LibC.O_RDWR, 0), "open", "/dev/null");
                }
            }
        }
    }

    /// <summary>Opens /dev/null read-write, close-on-exec.</summary>
    /// <exception cref="LinuxException">/dev/null cannot be opened.</exception>
    public static OwnedDescriptor OpenNull()
    {
        fixed (byte* path = "/dev/null\0"u8)
        {
            return new OwnedDescriptor(LinuxException.ThrowIfFailed(LibC.open(path, LibC.O_RDWR | LibC.O_CLOEXEC, 0), "open", "/dev/null"));
        }
    }

    /// <summary>Duplicates a descriptor onto a number, open across execve.</summary>
    /// <param name="number">The target number; a descriptor open there is closed.</param>
    /// <exception cref="LinuxException">Never for an open descriptor.</exception>
    public static void Place(Descriptor descriptor, int number)
    {
        if (descriptor.Number == number)
        {
            LinuxException.ThrowIfFailed(LibC.fcntl(number, (int)FileControl.F_SETFD, 0), "fcntl F_SETFD");
            return;
        }
        LinuxException.ThrowIfFailed(LibC.dup2(descriptor.Number, number), "dup2");
    }
}
