using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>
/// The locks of a drive's file: a write lock on all its bytes if the guest writes it, else read locks. Every lock includes byte 0, so locks of
/// different lengths meet, and a file may grow while it is attached. The length is not left open (0), which would meet the same locks: some network
/// storage treats a lock of a whole file as mandatory, and then cannot back the file up.
/// </summary>
/// <remarks>
/// QEMU sets read locks on single bytes: 100 if it reads, 101 if it writes, 201 if nobody else may write. Then it looks for locks of others on the
/// bytes that contradict. A write lock excludes all of these, so it covers them in a shorter file too. The read locks are what QEMU has for a drive
/// that is only read, 100 and 201, and the bytes below 100; a lock of somebody else on byte 101 contradicts them.
/// </remarks>
internal static class ImageLock
{
    /// <summary>The bytes that a write lock covers at least.</summary>
    internal const long Least = QemuRefusesWrites + 1;

    private const long QemuReads = 100;
    private const long QemuWrites = 101;
    private const long QemuRefusesWrites = 201;

    // Each is a byte from QemuReads on. Since version 7.1 there are four.
    private const long QemuPermissions = 5;

    // The bytes between those that a reader locks. A write lock here keeps out writers, whose locks cover them, and readers, who look at the first.
    private static readonly RangeLock _between = new(RangeLockType.F_WRLCK, QemuWrites, QemuRefusesWrites - QemuWrites);

    /// <summary>Locks a file.</summary>
    /// <param name="isReadOnly">Whether the guest only reads it.</param>
    /// <param name="length">The length of the file in bytes.</param>
    /// <returns>Null, or why it is not locked; then it has no lock at all.</returns>
    internal static LockFailure? Take(Descriptor file, bool isReadOnly, long length)
    {
        LockFailure? failure = isReadOnly ? SetReading(file) ?? WriterBeside(file) : Set(file, Writing(length));
        if (failure is not null)
        {
            Release(file);
        }
        return failure;
    }

    /// <summary>
    /// Passes the lock of an open file on to a second open of the same file, where one of the two is read-only. Nobody else can lock it for writing
    /// meanwhile.
    /// </summary>
    /// <param name="isReadOnly">Whether the second one is read-only.</param>
    /// <param name="length">The length of the file in bytes.</param>
    /// <returns>Null, or why not; then the first one has the lock as before, and the second one has none.</returns>
    internal static LockFailure? Pass(Descriptor from, Descriptor to, bool isReadOnly, long length)
    {
        if (isReadOnly)
        {
            _ = SetReading(from);
            _ = Set(from, _between with { Type = RangeLockType.F_UNLCK });
            LockFailure? failure = Set(from, new RangeLock(RangeLockType.F_UNLCK, Least, 0)) ?? Take(to, isReadOnly, length);
            return failure is null ? null : Set(from, Writing(length)) ?? failure;
        }
        if (Set(to, _between) is { } refusal)
        {
            return refusal;
        }
        // Nothing makes a read lock of one description a write lock of another in one step.
        Release(from);
        if (Set(to, Writing(length)) is { } taken)
        {
            _ = SetReading(from);
            Release(to);
            return taken;
        }
        return null;
    }

    /// <summary>
    /// Unlocks a file. Closing it is not enough: whatever else refers to the open file, such as a ring that is being torn down, keeps its locks.
    /// </summary>
    internal static void Release(Descriptor file) => _ = Set(file, new RangeLock(RangeLockType.F_UNLCK, 0, 0));

    private static RangeLock Writing(long length) => new(RangeLockType.F_WRLCK, 0, long.Max(length, Least));

    private static LockFailure? SetReading(Descriptor file) =>
        Set(file, new RangeLock(RangeLockType.F_RDLCK, 0, QemuReads + 1)) ?? Set(file, new RangeLock(RangeLockType.F_RDLCK, QemuRefusesWrites, 1));

    private static LockFailure? Set(Descriptor file, RangeLock wanted)
    {
        if (wanted.TrySet(file) is not { } error)
        {
            return null;
        }
        LockFailure failure = new(error.Errno);
        return failure.IsConflict ? failure with { Holder = HolderOf(file, wanted) } : failure;
    }

    // QEMU's lock is a read lock even if it writes.
    private static RangeLockType? HolderOf(Descriptor file, RangeLock wanted) => wanted.FindConflict(file) switch
    {
        { Type: RangeLockType.F_RDLCK } when WriterBeside(file) is { } writer => writer.Holder,
        var found => found?.Type,
    };

    // Read locks that begin below are those of programs that lock the whole file to read it.
    private static LockFailure? WriterBeside(Descriptor file) =>
        new RangeLock(RangeLockType.F_WRLCK, QemuWrites, 1).FindConflict(file) is { } found
        && (found.Type == RangeLockType.F_WRLCK || (found.Start >= QemuReads && found.Length is > 0 and <= QemuPermissions))
            ? new LockFailure(Errno.EAGAIN, RangeLockType.F_WRLCK)
            : null;
}
