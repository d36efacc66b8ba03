using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Files;

/// <summary>Copies files inside the kernel, from the pages of one to pages of the other's own, where both file systems can.</summary>
public static unsafe class FileCopy
{
    /// <summary>Copies the first bytes of a file to the start of a new one.</summary>
    /// <param name="source">A regular file.</param>
    /// <param name="target">An empty file that is open for writing, at its start.</param>
    /// <param name="length">How many bytes.</param>
    /// <returns>How many were copied: fewer only when the source has become shorter.</returns>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static long Copy(Descriptor source, Descriptor target, long length)
    {
        // Blocks for all of it at once instead of a reservation a page. Only a wish: what cannot be had the writing will tell.
        _ = Native.fallocate(target.Number, (int)AllocationFlags.FALLOC_FL_KEEP_SIZE, 0, length);
        long copied = 0;
        while (copied < length)
        {
            // At most what one call moves whatever it is asked for; it rounds down to whole pages.
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

    // A file system that cannot lend its pages, or not take them, says so before it has moved any.
    private static long CopyByHand(Descriptor source, Descriptor target, long copied, long length)
    {
        // Stays in a processor's own cache between the two calls.
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
