using Kiln.Linux.Abi;
using Kiln.Linux.Calls;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Descriptors;

/// <summary>The descriptors of this process as a whole.</summary>
public static unsafe class DescriptorTable
{
    /// <summary>Closes every descriptor from one on.</summary>
    /// <param name="first">The lowest.</param>
    /// <exception cref="LinuxException">The kernel is older than 5.9.</exception>
    public static void CloseFrom(int first) => LinuxException.ThrowIfFailed(
        Native.close_range((uint)first, uint.MaxValue, (int)CloseRangeFlags.CLOSE_RANGE_UNSHARE), "close_range");

    /// <summary>Prepares to leave the program that follows no descriptor from one on.</summary>
    /// <param name="calls">Takes the call.</param>
    /// <param name="first">The lowest.</param>
    public static void PrepareClosing(CallSequence calls, int first) => calls.Add(
        "close_range", SystemCall.SYS_close_range, (nuint)first, uint.MaxValue, (nuint)(int)CloseRangeFlags.CLOSE_RANGE_CLOEXEC);

    /// <summary>Prepares to put a descriptor at a number, open across execve.</summary>
    /// <param name="calls">Takes the call.</param>
    /// <param name="descriptor">Which; not the one that has the number.</param>
    /// <param name="number">Where; what is there is closed.</param>
    public static void PreparePlacing(CallSequence calls, Descriptor descriptor, int number) =>
        calls.Add($"dup2 to {number}", SystemCall.SYS_dup2, (nuint)descriptor.Number, (nuint)number);

    /// <summary>How the file behind a number was opened.</summary>
    /// <param name="number">The number.</param>
    /// <returns>The bits of <see cref="AccessMode"/>; null when it is no open descriptor.</returns>
    public static AccessMode? AccessOf(int number)
    {
        const AccessMode bits = AccessMode.O_ACCMODE | AccessMode.O_PATH;
        int flags = LibC.fcntl(number, (int)FileControl.F_GETFL);
        return flags == -1 ? null : (AccessMode)flags & bits;
    }

    /// <summary>Opens /dev/null at those numbers that are closed, so that no other file can come to lie there.</summary>
    /// <param name="last">The highest number that is filled.</param>
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

    /// <summary>Opens /dev/null for reading and writing; close-on-exec.</summary>
    /// <exception cref="LinuxException">/dev/null cannot be opened.</exception>
    public static OwnedDescriptor OpenNull()
    {
        fixed (byte* path = "/dev/null\0"u8)
        {
            return new OwnedDescriptor(LinuxException.ThrowIfFailed(LibC.open(path, LibC.O_RDWR | LibC.O_CLOEXEC, 0), "open", "/dev/null"));
        }
    }

    /// <summary>Puts a descriptor at a number, open across execve.</summary>
    /// <param name="descriptor">Which.</param>
    /// <param name="number">Where; what is there is closed.</param>
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
