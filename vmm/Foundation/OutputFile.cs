using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Tmds.Linux;

namespace Kiln.Vmm.Foundation;

/// <summary>
/// A target of output lines with a descriptor number that is fixed for the process's lifetime: a filter can name it, and another file can be put in
/// its place while other threads write, without any of them writing to a reused number.
/// </summary>
/// <param name="initial">The initial target: standard output outside tests.</param>
/// <param name="number">The fixed number, used for nothing else.</param>
internal sealed class OutputFile(Descriptor initial, int number)
{
    private const uint Everybodys = 0x1B6; // 0666
    private const uint OwnersOnly = 0x180; // 0600

    private int _number = initial.Number;
    private bool _mayWait = true;
    private string? _path;

    /// <summary>
    /// Whether a file that is created is accessible to its owner alone, as for a guest's console. Other files get the umask's mode: log and metrics
    /// shippers read them as another user.
    /// </summary>
    internal bool IsPrivate { get; init; }

    /// <summary>The descriptor to write to: the fixed number, once <see cref="Reserve"/> was called.</summary>
    internal Descriptor Descriptor => new(Volatile.Read(ref _number));

    /// <summary>Whether a write could block: the initial target keeps the file status flags that it was inherited with.</summary>
    internal bool MayWait => Volatile.Read(ref _mayWait);

    /// <summary>
    /// Copies the initial target to the fixed number: at the start, before anything else can take the number, or later to replace a file.
    /// </summary>
    /// <exception cref="VmmFailure">The initial target is closed, or the process's descriptor limit is too low.</exception>
    internal void Reserve()
    {
        if (initial.TryCopyTo(number) is { } error)
        {
            throw new VmmFailure(
                $"descriptor {number}, which is for the log, the metrics or the console, cannot be had: {error.Errno}; "
                + $"open standard output, and allow {DescriptorNumbers.Metrics + 1} descriptors (RLIMIT_NOFILE, no-file) or more");
        }
        _path = null;
        Volatile.Write(ref _number, number);
        Volatile.Write(ref _mayWait, true);
    }

    /// <summary>
    /// Opens a file or named pipe, creating a file if necessary, and makes it the target: a file gets what is written at its end. One thread at a time.
    /// </summary>
    /// <param name="path">The file; in a jail, relative to the jail's root.</param>
    /// <returns>Null on success, otherwise why not; the target has not changed then.</returns>
    /// <exception cref="InvalidOperationException"><see cref="Reserve"/> has not been called.</exception>
    internal Errno? Open(string path)
    {
        if (_number != number)
        {
            throw new InvalidOperationException($"descriptor {number} is not reserved");
        }
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            return Errno.EINVAL;
        }
        if (TryOpen(path, out OwnedDescriptor? file) is { } error)
        {
            return error.Errno;
        }
        using (file)
        {
            if (file!.Descriptor.TryCopyTo(number) is { } fault)
            {
                return fault.Errno;
            }
        }
        _path = path;
        Volatile.Write(ref _mayWait, false);
        return null;
    }

    /// <summary>
    /// Opens the path of a regular file again: one that was renamed gets no more, and the file that has the name now, or is created, gets what follows.
    /// Other targets stay. One thread at a time.
    /// </summary>
    /// <returns>Null on success, otherwise what cannot be opened and why; the target has not changed then.</returns>
    internal string? Reopen()
    {
        if (_path is not { } path || !FileStatus.Of(Descriptor).IsRegular)
        {
            return null;
        }
        if (TryOpen(path, out OwnedDescriptor? file) is { } error)
        {
            return $"{Excerpt.OfPath(path)} cannot be opened again: {error.Errno}; the file opened before is still written";
        }
        using (file)
        {
            return !FileStatus.Of(file!.Descriptor).IsRegular
                ? $"{Excerpt.OfPath(path)} is no regular file any more; the file opened before is still written"
                : file.Descriptor.TryCopyTo(number)?.ToString();
        }
    }

    // O_RDWR, so that opening a pipe without a reader succeeds; O_NONBLOCK, so that a full pipe blocks nobody; O_APPEND, so that a restart, a second
    // monitor or a rotation by copy loses nothing; O_NOCTTY, so that a terminal does not become the process's own.
    private SystemError? TryOpen(string path, out OwnedDescriptor? file) => OwnedDescriptor.TryOpen(
        path, LibC.O_RDWR | LibC.O_CREAT | LibC.O_NONBLOCK | LibC.O_APPEND | LibC.O_NOCTTY, IsPrivate ? OwnersOnly : Everybodys, out file);
}
