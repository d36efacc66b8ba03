using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Files;

/// <summary>Copies files inside the kernel where both file systems support it; where one has clones, the copy shares the blocks of the disk.</summary>
public static unsafe class FileCopy
{
    /// <summary>Copies the beginning of a file into a new one.</summary>
    /// <param name="target">An empty file open for writing, positioned at its start.</param>
    /// <param name="length">The number of bytes to copy.</param>
    /// <returns>The number of bytes copied: fewer only if the source has shrunk.</returns>
    /// <exception cref="LinuxException"/>
    public static long Copy(Descriptor source, Descriptor target, long length)
    {
        // Allocates all blocks at once instead of page by page. Best effort: if space is lacking, the writes will report it.
        _ = Native.fallocate(target.Number, (int)AllocationFlags.FALLOC_FL_KEEP_SIZE, 0, length);
        long copied = CopyRange(source, target, length);
        while (copied < length)
        {
            // One call moves at most INT_MAX rounded down to whole pages, whatever it is asked for.
            nuint most = (nuint)Math.Min(length - copied, int.MaxValue);
            nint moved = Native.sendfile(target.Number, source.Number, &copied, most);
            if (moved == 0)
            {
                return copied;
            }
            if (moved < 0)
            {
                SystemError error = SystemError.Last("sendfile");
                return error.Errno == Errno.EINVAL || error.Errno == Errno.ENOSYS
                    ? CopyByHand(source, target, copied, length)
                    : throw new LinuxException(error);
            }
        }
        return copied;
    }

    // Stops at whatever a file system says that cannot do this, which differs, at the source's end, and at errors: the next way goes on from there, and
    // tells which it was.
    private static long CopyRange(Descriptor source, Descriptor target, long length)
    {
        long copied = 0;
        while (copied < length && Native.copy_file_range(source.Number, &copied, target.Number, null, (nuint)(length - copied), 0) > 0)
        {
        }
        return copied;
    }

    // Fallback for file systems without in-kernel copies, which report that before moving anything.
    private static long CopyByHand(Descriptor source, Descriptor target, long copied, long length)
    {
        // Fits into a core's own cache between read and write.
        const int PieceLength = 64 * 1024;

        byte[] buffer = new byte[PieceLength];
        while (copied < length)
        {
            IoResult read = source.ReadAt(buffer.AsSpan(0, (int)Math.Min(length - copied, PieceLength)), copied);
            if (read.Failed)
            {
                throw new LinuxException(new SystemError(read.Errno, "pread"));
            }
            if (read.Count == 0)
            {
                return copied;
            }
            copied += read.Count;
            for (ReadOnlySpan<byte> rest = buffer.AsSpan(0, read.Count); !rest.IsEmpty;)
            {
                IoResult written = target.Write(rest);
                rest = written.Failed ? throw new LinuxException(new SystemError(written.Errno, "write")) : rest[written.Count..];
            }
        }
        return copied;
    }
}
