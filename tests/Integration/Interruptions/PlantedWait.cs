using System.Linq;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Interruptions;

/// <summary>A monitor thread that calls clock_nanosleep in the middle of its own wait, untraced meanwhile.</summary>
internal sealed class PlantedWait : IDisposable
{
    private const int ClockNanosleep = 230;
    private const int RestartSyscall = 219;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly ProcessView _process;
    private readonly int _thread;
    private readonly RunningProgram _probe;

    /// <summary>Makes a thread wait.</summary>
    internal PlantedWait(ProcessView process, string thread)
    {
        _process = process;
        _thread = process.Threads.Single(candidate => process.NameOf(candidate) == thread);
        _probe = RunningProgram.Start(Artifacts.Probe, "wait", $"{_thread}");
        _probe.WaitForOutput("waiting");
        Await(ClockNanosleep);
    }

    /// <summary>A tracer stops the thread and lets it go.</summary>
    internal void Trace() => _probe.Type("!");

    /// <summary>Returns when the kernel resumes the interrupted wait.</summary>
    internal void AwaitRestart() => Await(RestartSyscall);

    /// <summary>The thread goes back to its own wait.</summary>
    internal void End()
    {
        _probe.EndInput();
        Assert.Equal((0, ""), (_probe.WaitForEnd().Status, _probe.Error));
    }

    public void Dispose() => _probe.Dispose();

    private void Await(int call)
    {
        int? found = null;
        Assert.True(SpinWait.SpinUntil(() => (found = _process.CallOf(_thread)) == call, _patience), $"the thread is in call {found}, not in {call}");
    }
}
