using System.IO;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Coverage;

/// <summary>
/// A monitor interrupted by job control while it waits with a timeout: a client for whom there is no descriptor makes the api thread wait ten
/// milliseconds, again and again.
/// </summary>
internal static class WaitRun
{
    // At least one hits the thread in its wait; between two waits it spends little time, even under a tracer.
    private const int Stops = 25;

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(15);

    /// <summary>Runs it to its end.</summary>
    /// <param name="trace">Where the tracer writes.</param>
    /// <param name="folder">Where its socket is.</param>
    internal static void Drive(string trace, string folder)
    {
        string path = Path.Combine(folder, "wait.sock");
        using RunningProgram program = RunningProgram.Start(Artifacts.Probe, "cover", trace, "--", Artifacts.Vmm, "--api-sock", path);
        program.WaitForOutput("API server started.");
        int monitor = new ProcessView(program.Id).FirstChild;
        LimitDescriptors(monitor, 3);
        using ApiClient client = new(path);
        for (int stop = 0; stop < Stops; stop++)
        {
            Thread.Sleep(_pause);
            Syscall.kill(monitor, Signum.SIGSTOP);
            Thread.Sleep(_pause);
            Syscall.kill(monitor, Signum.SIGCONT);
        }
        LimitDescriptors(monitor, 176);
        Assert.Equal(200, client.Request("GET", "/").Status);
        Syscall.kill(monitor, Signum.SIGHUP);
        Assert.Equal(156, program.WaitForEnd().Status);
    }

    private static void LimitDescriptors(int process, int count) =>
        Assert.Equal(0, RunningProgram.Run("prlimit", "--pid", $"{process}", $"--nofile={count}:").Status);
}
