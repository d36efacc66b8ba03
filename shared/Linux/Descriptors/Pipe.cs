using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Descriptors;

/// <summary>Pipes, both ends close-on-exec (pipe2(2)).</summary>
public static unsafe class Pipe
{
    /// <summary>Opens a pipe.</summary>
    /// <exception cref="LinuxException">No descriptors are left.</exception>
    public static (OwnedDescriptor Read, OwnedDescriptor Write) Open()
    {
        int* ends = stackalloc int[2];
        LinuxException.ThrowIfFailed(LibC.pipe2(ends, LibC.O_CLOEXEC), "pipe2");
        return (new OwnedDescriptor(ends[0]), new OwnedDescriptor(ends[1]));
    }
}
