using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;

namespace Kiln.Vmm.Foundation;

/// <summary>The bytes that were read from a file of any kind, outside the garbage-collected heap.</summary>
internal sealed class FileBytes : IDisposable
{
    private readonly MappedMemory _room;
    private readonly int _length;

    private FileBytes(MappedMemory room, int length) => (_room, _length) = (room, length);

    /// <summary>The bytes; of a file that is too long, one more than may be.</summary>
    internal ReadOnlySpan<byte> Bytes => _room.GetSpan()[.._length];

    /// <summary>Reads a file to its end, or until it is too long.</summary>
    /// <param name="file">The file, open for reading.</param>
    /// <param name="longest">The most bytes that the caller accepts.</param>
    /// <returns>Null on success, otherwise why it cannot be read.</returns>
    internal static SystemError? TryRead(Descriptor file, int longest, out FileBytes? content)
    {
        content = null;
        if (MappedMemory.TryCreate(longest + 1) is not { } room)
        {
            return new SystemError(Errno.ENOMEM, "mmap");
        }
        int length = 0;
        while (length < room.GetSpan().Length)
        {
            IoResult read = file.Read(room.GetSpan()[length..]);
            if (read.Failed)
            {
                room.Unmap();
                return new SystemError(read.Errno, "read");
            }
            if (read.Count == 0)
            {
                break;
            }
            length += read.Count;
        }
        content = new FileBytes(room, length);
        return null;
    }

    public void Dispose() => _room.Unmap();
}
