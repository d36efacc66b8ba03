using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
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
        Volatile.Write(ref _number, number);
        Volatile.Write(ref _mayWait, true);
    }

    /// <summary>
    /// Opens a file or named pipe, creating a file if necessary, and makes it the target, written from its start. One thread at a time.
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
        // O_RDWR, so that opening a pipe without a reader succeeds; O_NONBLOCK, so that a full pipe blocks nobody.
        if (OwnedDescriptor.TryOpen(path, LibC.O_RDWR | LibC.O_CREAT | LibC.O_NONBLOCK, IsPrivate ? OwnersOnly : Everybodys, out OwnedDescriptor? file) is { } error)
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
        Volatile.Write(ref _mayWait, false);
        return null;
    }
}
