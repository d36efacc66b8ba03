using System.Globalization;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Tmds.Linux;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>
/// The file or block device of the host that holds a drive's sectors (virtio 1.2, 5.2): opened when the drive is configured, and again in its
/// place when a client gives the drive another. Everything about it is as it was when it was opened. One thread at a time.
/// </summary>
internal sealed class BackingFile : IDisposable
{
    /// <summary>The length of an identity in bytes.</summary>
    internal const int IdentityLength = 20;

    private const string Fault = "Error manipulating the backing file: ";

    private readonly byte[] _identity;
    private OwnedDescriptor? _file;

    private BackingFile(string path, bool isReadOnly, OwnedDescriptor file, ulong length, byte[] identity)
    {
        Path = path;
        IsReadOnly = isReadOnly;
        _file = file;
        Sectors = length / DiskDescription.SectorLength;
        Remainder = (int)(length % DiskDescription.SectorLength);
        _identity = identity;
    }

    /// <summary>The descriptor, at a number of its own once the file has been placed.</summary>
    /// <exception cref="ObjectDisposedException">It was closed, or another file has taken its place.</exception>
    internal Descriptor Descriptor
    {
        get
        {
            ObjectDisposedException.ThrowIf(_file is null, this);
            return _file.Descriptor;
        }
    }

    /// <summary>Whole sectors of 512 bytes, 2^54 - 1 at most.</summary>
    internal ulong Sectors { get; }

    /// <summary>Bytes behind the last sector, 0 to 511, which the guest does not see.</summary>
    internal int Remainder { get; }

    /// <summary>
    /// What the guest is told to know the drive by, <see cref="IdentityLength"/> bytes: the decimal numbers of file system, device and inode
    /// one behind the other, cut or filled up with zero bytes.
    /// </summary>
    internal ReadOnlySpan<byte> Identity => _identity;

    /// <summary>The path as it was configured; in a jail, a path of the jail.</summary>
    internal string Path { get; }

    /// <summary>Whether it is open for reading only.</summary>
    internal bool IsReadOnly { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">As the client wrote it; in a jail, a path of the jail.</param>
    /// <param name="isReadOnly">Whether nothing shall be written to it.</param>
    /// <param name="file">The file.</param>
    /// <returns>Null, or why not, in the words that clients match.</returns>
    internal static string? TryOpen(string path, bool isReadOnly, out BackingFile? file)
    {
        file = null;
        // A pipe would be waited for without O_NONBLOCK, and a terminal could become the monitor's own without O_NOCTTY, before anybody sees
        // that they are no drives.
        int access = isReadOnly ? LibC.O_RDONLY : LibC.O_RDWR;
        if (OwnedDescriptor.TryOpen(path, access | LibC.O_NONBLOCK | LibC.O_NOCTTY, 0, out OwnedDescriptor? opened) is { } error)
        {
            return Describe(error, path);
        }
        FileStatus status = FileStatus.Of(opened!.Descriptor);
        if (ReasonAgainst(status, path) is { } reason)
        {
            opened.Dispose();
            return reason;
        }
        // io_uring would otherwise not wait for the disk but answer EAGAIN.
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
        file = new BackingFile(path, isReadOnly, opened, (ulong)length, IdentityOf(status));
        return null;
    }

    /// <summary>What a guest is told to know a file by.</summary>
    /// <param name="status">The file.</param>
    internal static byte[] IdentityOf(FileStatus status)
    {
        // Three numbers of 64 bits have 60 digits at most.
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

    /// <summary>Moves the file to a number of its own, by which a filter can name it.</summary>
    /// <param name="number">The number; nothing may be there.</param>
    /// <returns>Null, or why not; then the file stays where it is.</returns>
    internal string? TryPlace(int number)
    {
        if (DescriptorTable.AccessOf(number) is not null)
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

    /// <summary>Moves the file to the number of another one, which is closed by that in one step.</summary>
    /// <param name="other">The other; it is not used any more.</param>
    /// <exception cref="LinuxException">Never for open files.</exception>
    internal void Replace(BackingFile other)
    {
        int number = other.Descriptor.Number;
        if (Descriptor.TryCopyTo(number) is { } error)
        {
            throw new LinuxException(error);
        }
        other._file = null;
        _file!.Dispose();
        _file = new OwnedDescriptor(number);
    }

    /// <summary>fdatasync(2), as often as a signal breaks it off.</summary>
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

    /// <summary>fallocate(2), as often as a signal breaks it off: what it did before it does not hurt to be done again.</summary>
    /// <param name="flags">What becomes of the range.</param>
    /// <param name="offset">Where it starts, in bytes.</param>
    /// <param name="length">Its bytes, at least one.</param>
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

    /// <summary>Closes the file, unless another has taken its place.</summary>
    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private static string? ReasonAgainst(FileStatus status, string path) => status switch
    {
        { IsRegular: true } or { IsBlockDevice: true } => null,
        _ => $"{Fault}{Excerpt.OfPath(path)} is neither a regular file nor a block device; name one of these in path_on_host",
    };

    private static string Describe(SystemError error, string path) =>
        $"{Fault}{error.Errno.Text} (os error {error.Errno.Number}) {Excerpt.OfPath(path)}";
}
