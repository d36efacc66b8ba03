using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Files;

/// <summary>
/// A lock on a range of bytes that an open file description holds (fcntl(2), F_OFD_SETLK): it goes with the description to other descriptor
/// numbers, and ends with it. It is advisory, and belongs to the file's inode, whatever path leads there. A second open of the same file in the same
/// process is another description, which it excludes too.
/// </summary>
/// <param name="Start">The first byte.</param>
/// <param name="Length">How many bytes; zero reaches to the end of the file, however long it becomes.</param>
public readonly record struct RangeLock(RangeLockType Type, long Start, long Length)
{
    /// <summary>Sets the lock, in place of what this description holds there, or unlocks the range. Does not wait.</summary>
    /// <param name="file">Open for reading if the lock is a read lock, for writing if it is a write lock.</param>
    /// <returns>Null, or why not; EAGAIN when another description holds a lock that excludes it.</returns>
    public unsafe SystemError? TrySet(Descriptor file)
    {
        flock wanted = ToNative();
        return Native.fcntl(file.Number, (int)FileControl.F_OFD_SETLK, &wanted) < 0 ? SystemError.Last("fcntl") : null;
    }

    /// <summary>Finds a lock of another description that excludes this one; null when there is none, or it cannot be told.</summary>
    /// <param name="file">How it is open does not matter.</param>
    public unsafe RangeLock? FindConflict(Descriptor file)
    {
        flock found = ToNative();
        return Native.fcntl(file.Number, (int)FileControl.F_OFD_GETLK, &found) < 0 || found.l_type == (short)RangeLockType.F_UNLCK
            ? null
            : new RangeLock((RangeLockType)found.l_type, found.l_start, found.l_len);
    }

    private flock ToNative() => new() { l_type = (short)Type, l_start = Start, l_len = Length };
}
