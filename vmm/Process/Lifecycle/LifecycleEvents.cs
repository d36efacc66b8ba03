using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.Linux.Processes;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Process.Lifecycle;

/// <summary>
/// Tells whoever started the monitor what becomes of the microVM: a line of JSON for each event, on a descriptor that was passed to the
/// process (<c>--events-fd</c>). lifecycle-event.schema.json describes the lines. The descriptor stays in its mode, which others share: an
/// event that it would not take at once is lost, counted, and told with the next one. For every thread.
/// </summary>
/// <param name="target">The descriptor.</param>
/// <param name="id">The microVM's name.</param>
/// <param name="clock">Tells the time in nanoseconds since 1970: <see cref="WallClock.Nanoseconds"/> outside tests.</param>
internal sealed class LifecycleEvents(Descriptor target, string id, Func<long> clock)
{
    private long _lost;
    private long _untold;
    private bool _isTorn;

    /// <summary>Events that were not written.</summary>
    internal long Lost => Volatile.Read(ref _lost);

    /// <summary>
    /// Takes the descriptor that the command line names. Before anything is opened, or it could be something of the monitor's own.
    /// </summary>
    /// <param name="number">Its number.</param>
    /// <param name="id">The microVM's name.</param>
    /// <param name="place">The number that it gets; <see cref="DescriptorNumbers.Events"/> outside tests. What is there is closed.</param>
    /// <exception cref="VmmFailure">It is not open, or nothing can be written to it, or the process may have too few descriptors.</exception>
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
        LineTemplate.KeepEvent(LifecycleEventLine.TemplateOf(id));
        return new LifecycleEvents(output.Descriptor, id, () => WallClock.Nanoseconds);
    }

    /// <summary>The machine is being built.</summary>
    internal void Starting() => Write(new LifecycleEvent("starting", null, null));

    /// <summary>The guest runs.</summary>
    internal void Started() => Write(new LifecycleEvent("started", null, null));

    /// <summary>The guest and its devices stand still.</summary>
    internal void Paused() => Write(new LifecycleEvent("paused", null, null));

    /// <summary>The guest runs on.</summary>
    internal void Resumed() => Write(new LifecycleEvent("resumed", null, null));

    /// <summary>The machine could not be started, or the guest cannot go on. The process may: it may be told to start again.</summary>
    /// <param name="reason">Why.</param>
    internal void Failed(string reason) => Write(new LifecycleEvent("failed", null, reason));

    /// <summary>The process begins to end.</summary>
    /// <param name="reason">Who or what asked for it.</param>
    internal void Stopping(string reason) => Write(new LifecycleEvent("stopping", null, reason));

    /// <summary>The process ends: the last event.</summary>
    /// <param name="status">What with.</param>
    /// <param name="reason">Why.</param>
    internal void Stopped(ExitCode status, string reason) => Write(new LifecycleEvent("stopped", status, reason));

    /// <summary>The process ends by an internal error: the last event, in place of <see cref="Stopped"/>.</summary>
    /// <param name="reason">The error.</param>
    internal void Panicked(string reason) => Write(new LifecycleEvent("panicked", ExitCode.Aborted, reason));

    private void Write(LifecycleEvent happened)
    {
        long untold = Volatile.Read(ref _untold);
        byte[] line = LifecycleEventLine.Of(happened, id, clock(), untold);
        // A full disk may have taken a part of the line before: it ends here, and a reader loses no more than it.
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
