using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.Linux.Processes;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Process.Lifecycle;

/// <summary>
/// Reports the life of the microVM to whoever started the monitor: one line of JSON per event, on a descriptor passed to the process
/// (<c>--events-fd</c>). lifecycle-event.schema.json describes the lines. The descriptor's file status flags are shared with others and stay
/// unchanged: an event that would block is dropped, counted, and reported with the next one. For every thread.
/// </summary>
/// <param name="clock">Returns the time in nanoseconds since 1970: <see cref="WallClock.Nanoseconds"/> outside tests.</param>
internal sealed class LifecycleEvents(Descriptor target, string id, Func<long> clock)
{
    private long _lost;
    private long _untold;
    private bool _isTorn;

    /// <summary>Number of events that could not be written.</summary>
    internal long Lost => Volatile.Read(ref _lost);

    /// <summary>
    /// Takes the descriptor that the command line names. Call it before opening anything, or the number may refer to one of the monitor's own files.
    /// </summary>
    /// <param name="place">
    /// The descriptor's fixed number; <see cref="DescriptorNumbers.Events"/> outside tests. Whatever has the number is closed.
    /// </param>
    /// <exception cref="VmmFailure">The descriptor is closed or not writable, or the process's descriptor limit is too low.</exception>
    internal static LifecycleEvents Open(int number, string id, int place = DescriptorNumbers.Events)
    {
        string? fault = DescriptorTable.AccessOf(number) switch
        {
            null => "is not open",
            { } access when (access & AccessMode.O_PATH) == 0 && FileStatus.Of(new Descriptor(number)).IsDirectory => "is a directory",
            AccessMode.O_WRONLY or AccessMode.O_RDWR => null,
            _ => "is not open for writing",
        };
        if (fault is not null)
        {
            throw new VmmFailure(
                $"--events-fd {number}: the descriptor {fault}; pass one that is open for writing, such as 1", ExitCode.ArgumentParsing);
        }
        OutputFile output = new(new Descriptor(number), place);
        if (number != place)
        {
            output.Reserve();
        }
        return Of(output, id);
    }

    /// <summary>Opens a file or a named pipe, at whose end events are written.</summary>
    /// <param name="path">The path; in a jail, relative to the jail's root.</param>
    /// <exception cref="VmmFailure">It cannot be opened.</exception>
    internal static LifecycleEvents Open(string path, string id)
    {
        OutputFile output = new(DescriptorNumbers.Nothing, DescriptorNumbers.Events);
        output.Reserve();
        return output.Open(path) is { } error
            ? throw new VmmFailure($"--events-path: {Excerpt.OfPath(path)} cannot be opened: {error}; in a jail it is a path of the jail")
            : Of(output, id);
    }

    private static LifecycleEvents Of(OutputFile output, string id)
    {
        LineTemplate.KeepEvent(LifecycleEventLine.TemplateOf(id));
        return new LifecycleEvents(output.Descriptor, id, () => WallClock.Nanoseconds);
    }

    /// <summary>Reports that the machine is being built.</summary>
    internal void Starting() => Write(new LifecycleEvent("starting", null, null));

    /// <summary>Reports that the guest is running.</summary>
    internal void Started() => Write(new LifecycleEvent("started", null, null));

    /// <summary>Reports that the guest and its devices are paused.</summary>
    internal void Paused() => Write(new LifecycleEvent("paused", null, null));

    /// <summary>Reports that the guest is running again.</summary>
    internal void Resumed() => Write(new LifecycleEvent("resumed", null, null));

    /// <summary>
    /// Reports that the machine could not be started or the guest cannot continue. The process may live on: clients may start it again.
    /// </summary>
    internal void Failed(string reason) => Write(new LifecycleEvent("failed", null, reason));

    /// <summary>Reports that the process is shutting down.</summary>
    /// <param name="reason">What requested the end.</param>
    internal void Stopping(string reason) => Write(new LifecycleEvent("stopping", null, reason));

    /// <summary>Reports that the process ends; the last event.</summary>
    internal void Stopped(ExitCode status, string reason) => Write(new LifecycleEvent("stopped", status, reason));

    /// <summary>Reports that an internal error ends the process; the last event, in place of <see cref="Stopped"/>.</summary>
    internal void Panicked(string reason) => Write(new LifecycleEvent("panicked", ExitCode.Aborted, reason));

    private void Write(LifecycleEvent happened)
    {
        long untold = Volatile.Read(ref _untold);
        byte[] line = LifecycleEventLine.Of(happened, id, clock(), untold);
        // A full disk may have cut the previous line: terminate it, so that a reader loses only that line.
        ReadOnlySpan<byte> whole = _isTorn ? [(byte)'\n', .. line] : line;
        IoResult written = target.IsWritable ? target.Write(whole) : default;
        _isTorn = written.Count == 0 ? _isTorn : written.Count < whole.Length;
        if (written.Count == whole.Length)
        {
            Interlocked.Add(ref _untold, -untold);
            return;
        }
        Interlocked.Increment(ref _untold);
        Interlocked.Increment(ref _lost);
    }
}
