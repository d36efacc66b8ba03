using Kiln.Linux.Calls;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>
/// The pipe by which a monitor in a child says that it serves, with a NUL. What it says before are the lines of its standard error: why it does not start.
/// </summary>
internal sealed class ReadinessPipe : IDisposable
{
    /// <summary>The monitor's end; the monitor uses the same number, and seccomp-profiles/descriptors.yaml has it too.</summary>
    internal const int Number = 37;

    // A monitor that does not start says one line, of at most 4 KiB, and warnings before it.
    private const int MaximumLength = 16 * 1024;

    private readonly OwnedDescriptor _read;
    private readonly OwnedDescriptor _write;

    /// <exception cref="LinuxException">No descriptors are left.</exception>
    internal ReadinessPipe() => (_read, _write) = Pipe.Open();

    /// <summary>Prepares to leave the monitor its end.</summary>
    internal void PreparePlacing(CallSequence calls) => DescriptorTable.PreparePlacing(calls, _write.Descriptor, Number);

    /// <summary>Waits until the monitor serves or has ended.</summary>
    /// <param name="child">The monitor, a child of this process.</param>
    /// <param name="lines">What it said until then.</param>
    /// <returns>Null when it serves, otherwise how it ended.</returns>
    /// <exception cref="LinuxException">Never for a child of this process.</exception>
    internal ProcessEnd? Await(int child, out ReadOnlySpan<byte> lines)
    {
        // While this process holds the monitor's end itself, it would never see the pipe close.
        _write.Dispose();
        byte[] text = new byte[MaximumLength];
        int length = 0;
        int end = -1;
        // What does not fit any more is passed over, but for its NUL.
        while (end < 0 && TryRead(text.AsSpan(Math.Min(length, MaximumLength - 1)), out int count))
        {
            length = Math.Min(length + count, MaximumLength);
            end = text.AsSpan(0, length).IndexOf((byte)0);
        }
        lines = text.AsSpan(0, end < 0 ? length : end);
        return end < 0 ? ProcessEnd.Of(child) : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _write.Dispose();
        _read.Dispose();
    }

    private bool TryRead(Span<byte> room, out int count)
    {
        IoResult read;
        do
        {
            read = _read.Descriptor.Read(room);
        }
        while (read.Errno == Errno.EINTR);
        count = read.Count;
        return count > 0;
    }
}
