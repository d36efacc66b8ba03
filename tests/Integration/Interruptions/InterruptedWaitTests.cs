using System.IO;
using System.Linq;
using System.Threading;
using Kiln.Integration.Tests.Api;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Interruptions;

/// <summary>The collector may wait with a timeout on any thread of the monitor. Interrupting such a wait does not end the monitor.</summary>
public sealed class InterruptedWaitTests : IDisposable
{
    private static readonly string[] _threads = ["vmm", "api", "vcpu 0", "runtime"];

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly string _profiles = Directory.CreateTempSubdirectory("kiln-restart-").FullName;
    private readonly TestCgroup _cgroup = new();

    public static TheoryData<string, Interruption> Cases =>
        [.. from thread in _threads from interruption in Enum.GetValues<Interruption>() select new TheoryDataRow<string, Interruption>(thread, interruption)];

    public void Dispose()
    {
        _cgroup.Dispose();
        Directory.Delete(_profiles, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheWaitGoesOnAndSoDoesTheMonitor(string thread, Interruption interruption)
    {
        using ApiJail jail = new();
        jail.StartGuest("spin", "spinning");

        using (PlantedWait wait = new(jail.Process, thread))
        {
            Interrupt(interruption, jail, wait);
            wait.AwaitRestart();
            wait.End();
        }

        Assert.Equal("Running", jail.Request("GET", "/")["state"]);
        jail.Do("PATCH", "/vm", """{"state": "Paused"}""");
        jail.Do("PATCH", "/vm", """{"state": "Resumed"}""");
        Syscall.kill(jail.Program.Id, Signum.SIGTERM);
        Assert.Equal((143, ""), (jail.Program.WaitForEnd().Status, jail.Program.Error));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void WithoutTheRuleItEndsWithStatus148(string thread, Interruption interruption)
    {
        ChangedProfiles.WriteWithout(_profiles, "base", "restart_syscall");
        using ApiJail jail = new(jailerOptions: ["--seccomp-profiles", _profiles]);
        jail.StartGuest("spin", "spinning");

        using PlantedWait wait = new(jail.Process, thread);
        Interrupt(interruption, jail, wait);

        ProgramResult result = jail.Program.WaitForEnd();
        Assert.Equal(148, result.Status);
        Assert.Matches(
            $"^vmm: thread \"{thread}\" \\([0-9]+\\) made a system call that profile {thread.Split(' ')[0]} does not allow: restart_syscall \\(219\\) with ",
            result.Error);
    }

    private void Interrupt(Interruption interruption, ApiJail jail, PlantedWait wait)
    {
        switch (interruption)
        {
            case Interruption.JobControl:
                Syscall.kill(jail.Program.Id, Signum.SIGSTOP);
                Await(() => jail.Process.Threads.All(thread => jail.Process.StatusOf(thread, "State")[0] == 'T'), "every thread has stopped");
                Syscall.kill(jail.Program.Id, Signum.SIGCONT);
                break;
            case Interruption.Tracer:
                wait.Trace();
                break;
            default:
                string path = _cgroup.Make(Requires.SecondCgroup());
                File.WriteAllText($"{path}/cgroup.procs", $"{jail.Program.Id}");
                File.WriteAllText($"{path}/cgroup.freeze", "1");
                Await(() => File.ReadLines($"{path}/cgroup.events").Contains("frozen 1"), "the cgroup is frozen");
                File.WriteAllText($"{path}/cgroup.freeze", "0");
                break;
        }
    }

    private static void Await(Func<bool> condition, string what)
    {
        if (!SpinWait.SpinUntil(condition, _patience))
        {
            throw new TimeoutException($"waited until {what}");
        }
    }
}
