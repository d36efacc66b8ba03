using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Vmm.Foundation;

/// <summary>
/// Where lines of a kind go. Its descriptor has one number from the process's start to its end: a filter can name it, and another file is put
/// in its place while other threads write, none of which ever writes to a number that has become something else.
/// </summary>
/// <param name="initial">Where lines go at first: standard output outside tests.</param>
/// <param name="number">The number, which nothing else has.</param>
internal sealed class OutputFile(Descriptor initial, int number)
{
    private const uint Everybodys = 0x1B6; // 0666
    private const uint OwnersOnly = 0x180; // 0600

    private int _number = initial.Number;
    private bool _mayWait = true;

    /// <summary>
    /// Whether a file that is made is its owner's alone, as what a guest prints is. Any other is as the umask says: who ships logs and metrics
    /// reads them as another user.
    /// </summary>
    internal bool IsPrivate { get; init; }

    /// <summary>What is written to: the number, from <see cref="Reserve"/> on.</summary>
    internal Descriptor Descriptor => new(Volatile.Read(ref _number));

    /// <summary>Whether a write could wait: what lines go to at first stays in the mode that it came in.</summary>
    internal bool MayWait => Volatile.Read(ref _mayWait);

    /// <summary>Puts at the number what lines go to at first: before anything else can come to lie there, or again in place of a file.</summary>
    /// <exception cref="VmmFailure">The process may have too few descriptors.</exception>
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

    /// <summary>Opens a file or named pipe, making a file if there is none, and writes there from its start. One thread at a time.</summary>
    /// <param name="path">The file; in a jail, a path of the jail.</param>
    /// <returns>Null, or why not; then everything stays as it was.</returns>
    /// <exception cref="InvalidOperationException">The number is not reserved.</exception>
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
        // To read as well, so that a pipe without a reader opens. A full one stops nobody.
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
