using System.Globalization;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.Vmm.Foundation;
using Tmds.Linux;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>
/// The regular file or block device of the host that holds a drive's sectors. Opened when the drive is configured, and when a client replaces it.
/// Its properties are those it had when it was opened. Not thread-safe.
/// </summary>
internal sealed partial class BackingFile : IDisposable
{
    /// <summary>The length of the device ID in bytes (VIRTIO_BLK_ID_BYTES).</summary>
    internal const int IdentityLength = 20;

    private const string Fault = "Error manipulating the backing file: ";

    private readonly FileStatus _status;
    private readonly long _length;
    private readonly byte[] _identity;
    private OwnedDescriptor? _file;
    private bool _isShared;

    private BackingFile(string path, bool isReadOnly, OwnedDescriptor file, FileStatus status, long length)
    {
        Path = path;
        IsReadOnly = isReadOnly;
        _file = file;
        _status = status;
        _length = length;
        Sectors = (ulong)length / DiskDescription.SectorLength;
        Remainder = (int)(length % DiskDescription.SectorLength);
        _identity = IdentityOf(status);
    }

    /// <summary>The descriptor; after <see cref="TryPlace"/>, at a number that the filters name.</summary>
    /// <exception cref="ObjectDisposedException">The file was closed or replaced.</exception>
    internal Descriptor Descriptor
    {
        get
        {
            ObjectDisposedException.ThrowIf(_file is null, this);
            return _file.Descriptor;
        }
    }

    /// <summary>The number of whole sectors of 512 bytes, at most 2^54 - 1.</summary>
    internal ulong Sectors { get; }

    /// <summary>The bytes after the last whole sector, 0 to 511. The guest does not see them.</summary>
    internal int Remainder { get; }

    /// <summary>
    /// The device ID that VIRTIO_BLK_T_GET_ID returns, <see cref="IdentityLength"/> bytes: the decimal numbers of file system, device and inode,
    /// concatenated, then truncated or padded with zero bytes.
    /// </summary>
    internal ReadOnlySpan<byte> Identity => _identity;

    /// <summary>The path as configured; in a jail, relative to the jail's root.</summary>
    internal string Path { get; }

    internal bool IsReadOnly { get; }

    internal bool IsBlockDevice => _status.IsBlockDevice;

    /// <param name="path">The path that the client sent; in a jail, relative to the jail's root.</param>
    /// <param name="isExclusive">Whether a block device is opened exclusively, unless somebody else has: see <see cref="IsTaken"/>.</param>
    /// <returns>Null on success, else an error message that clients match.</returns>
    internal static string? TryOpen(string path, bool isReadOnly, out BackingFile? file, bool isExclusive = false)
    {
        file = null;
        // Until its type is known: O_NONBLOCK keeps the open of a FIFO from blocking, O_NOCTTY keeps a terminal from becoming the controlling one.
        int flags = (isReadOnly ? LibC.O_RDONLY : LibC.O_RDWR) | LibC.O_NONBLOCK | LibC.O_NOCTTY;
        // Without O_CREAT, O_EXCL does nothing to any file but a block device.
        SystemError? error = OwnedDescriptor.TryOpen(path, isExclusive ? flags | LibC.O_EXCL : flags, 0, out OwnedDescriptor? opened);
        bool isTaken = isExclusive && error?.Errno == Errno.EBUSY;
        if (isTaken)
        {
            error = OwnedDescriptor.TryOpen(path, flags, 0, out opened);
        }
        if (error is { } cause)
        {
            return Describe(cause, path) + AccessCure.Of(cause.Errno, isReadOnly ? "read" : "read and write");
        }
        FileStatus status = FileStatus.Of(opened!.Descriptor);
        if (ReasonAgainst(status, path) is { } reason)
        {
            opened.Dispose();
            return reason;
        }
        // With O_NONBLOCK set, io_uring would answer EAGAIN instead of waiting for the disk.
        if (opened.Descriptor.TrySetWaiting() is { } refusal)
        {
            opened.Dispose();
            return Describe(refusal, path);
        }
        if (opened.Descriptor.TrySeekEnd(out long length) is { } unknown)
        {
            opened.Dispose();
            return Describe(unknown, path);
        }
        file = new BackingFile(path, isReadOnly, opened, status, length) { IsTaken = isTaken };
        return null;
    }

    /// <summary>Computes the device ID of a file; see <see cref="Identity"/>.</summary>
    internal static byte[] IdentityOf(FileStatus status)
    {
        // Three 64-bit numbers have at most 60 digits.
        Span<byte> digits = stackalloc byte[60];
        digits.Clear();
        int length = 0;
        foreach (ulong number in (ReadOnlySpan<ulong>)[status.Device, status.DeviceNumber, status.Inode])
        {
            number.TryFormat(digits[length..], out int written, default, CultureInfo.InvariantCulture);
            length += written;
        }
        return digits[..IdentityLength].ToArray();
    }

    /// <summary>Moves the descriptor to a fixed number, by which the filters name it.</summary>
    /// <param name="number">The number; it must be unused or hold a placeholder.</param>
    /// <returns>Null on success, else an error message; the descriptor then stays where it is.</returns>
    internal string? TryPlace(int number)
    {
        if (DescriptorTable.AccessOf(number) is not (null or AccessMode.O_PATH))
        {
            return $"{Fault}descriptor {number}, where {Excerpt.OfPath(Path)} belongs, is in use; start the monitor with fewer open descriptors";
        }
        if (Descriptor.TryCopyTo(number) is { } error)
        {
            return $"{Fault}descriptor {number}, where {Excerpt.OfPath(Path)} belongs, cannot be had: {error.Errno}; "
                + $"allow {number + 1} descriptors (RLIMIT_NOFILE, no-file) or more";
        }
        _file!.Dispose();
        _file = new OwnedDescriptor(number);
        return null;
    }

    /// <summary>Moves this file to the descriptor number of another, which dup3(2) closes atomically.</summary>
    /// <param name="other">The file to replace; do not use it afterwards.</param>
    /// <exception cref="LinuxException">Does not happen while both files are open.</exception>
    internal void Replace(BackingFile other)
    {
        if (_isShared)
        {
            other._file = null;
            _isShared = false;
            return;
        }
        other.Unlock();
        int number = other.Descriptor.Number;
        if (Descriptor.TryCopyTo(number) is { } error)
        {
            throw new LinuxException(error);
        }
        other._file = null;
        _file!.Dispose();
        _file = new OwnedDescriptor(number);
    }

    /// <summary>Calls fdatasync(2), again after EINTR.</summary>
    internal IoResult Synchronise()
    {
        IoResult result;
        do
        {
            result = Descriptor.Synchronise();
        }
        while (result.Errno == Errno.EINTR);
        return result;
    }

    /// <summary>Calls fallocate(2), again after EINTR: repeating it is harmless.</summary>
    /// <param name="flags">Whether to punch a hole or to zero the range.</param>
    /// <param name="offset">The start of the range in bytes.</param>
    /// <param name="length">The length of the range in bytes, at least one.</param>
    internal IoResult Allocate(AllocationFlags flags, long offset, long length)
    {
        IoResult result;
        do
        {
            result = Descriptor.Allocate(flags, offset, length);
        }
        while (result.Errno == Errno.EINTR);
        return result;
    }

    /// <summary>Closes the file, unless it has been replaced.</summary>
    public void Dispose()
    {
        if (!_isShared)
        {
            Unlock();
            _file?.Dispose();
        }
        _file = null;
    }

    private static string? ReasonAgainst(FileStatus status, string path) => status switch
    {
        { IsRegular: true } or { IsBlockDevice: true } => null,
        _ => $"{Fault}{Excerpt.OfPath(path)} is neither a regular file nor a block device; name one of these in path_on_host",
    };

    private static string Describe(SystemError error, string path) =>
        $"{Fault}{error.Errno.Description} {Excerpt.OfPath(path)}";
}
