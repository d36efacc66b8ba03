using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Files;

/// <summary>The device that holds a file. Unlike the rest of a file's status it is known without a question to the file's server.</summary>
public readonly record struct FileDevice(uint Major, uint Minor)
{
    private static ReadOnlySpan<byte> NoName => "\0"u8;

    /// <summary>
    /// Reads the device of an open file and nothing else of it: the server of a FUSE file system is never waited for, and cannot refuse.
    /// </summary>
    /// <returns>Null, or the error.</returns>
    public static unsafe SystemError? TryRead(Descriptor descriptor, out FileDevice device)
    {
        statx status = default;
        fixed (byte* name = NoName)
        {
            int result = Native.statx(descriptor.Number, name, (int)EmptyPath.AT_EMPTY_PATH | (int)StatusFlags.AT_STATX_DONT_SYNC, 0, &status);
            device = new FileDevice(status.stx_dev_major, status.stx_dev_minor);
            return result == 0 ? null : SystemError.Last("statx", $"descriptor {descriptor.Number}");
        }
    }
}
