using System.IO;
using System.Linq;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Coverage;

/// <summary>
/// Every rule of the shipped profiles is needed: traced runs of the published binaries hit it, or it says why none can. A rule that nothing
/// needs is a gift to an intruder.
/// </summary>
[Collection(BusyCollection.Name)]
public sealed class RuleCoverageTests : IDisposable
{
    // One storm in a dozen misses something.
    private const int MoreStorms = 5;

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-coverage-").FullName;
    private int _traces;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void EveryRuleIsHitOrSaysWhyNot()
    {
        Requires.RootAndKvm();
        RuleCoverage coverage = new(Artifacts.Profiles);
        foreach (string trace in (IEnumerable<string>)
            [
                .. Guests(), GuestWithTemplate(), GuestWithSerialFile(), HostileDriver("Sync"), HostileDriver("Async"), GuestInJail(), HelpInJail(), GuestOnTerminal(), ClientsOfTheApi(), LoadedSnapshot(), .. GuestsWithNetwork(), GuestWithSockets(), InterruptedWait(), SlowReader(), EndOfInput(), Stopped(), StormOutside(), StormInJail(), .. Faults(), Violation(),
            ])
        {
            coverage.Add(trace);
        }

        // When the collector interrupts a thread that runs is chance: it gets more of them.
        for (int round = 0; round < MoreStorms && coverage.Complaints().Any(); round++)
        {
            coverage.Add(StormOutside());
        }

        string[] complaints = [.. coverage.Complaints()];
        Assert.True(complaints.Length == 0, string.Join('\n', complaints));
    }

    [Fact]
    public void ARuleThatNothingNeedsIsFound()
    {
        foreach (string file in Directory.GetFiles(Artifacts.Profiles, "*.yaml"))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        }
        File.AppendAllText(Path.Combine(_folder, "vmm.yaml"), "  - syscall: getppid\n    reason: planted\n");
        File.AppendAllText(Path.Combine(_folder, "vcpu.yaml"), "  - syscall: getrusage\n    reason: planted\n    untested: planted\n");

        RuleCoverage coverage = new(_folder);

        // Nothing has run yet, so every rule is missing but the one that says why.
        Assert.Contains(coverage.Complaints(), complaint => complaint.EndsWith("getppid is never hit: remove the rule, test it, or write why not as 'untested'", StringComparison.Ordinal));
        Assert.DoesNotContain(coverage.Complaints(), complaint => complaint.Contains("getrusage", StringComparison.Ordinal));
    }

    private IEnumerable<string> Guests()
    {
        foreach ((string guest, int status) in (IEnumerable<(string, int)>)[("print", 0), ("ports", 0), ("triple-fault", 1)])
        {
            yield return Trace(status, Artifacts.Vmm, "--no-api", "--config-file", Configuration(guest));
        }
    }

    private string GuestWithTemplate() => Trace(
        0,
        Artifacts.Vmm,
        "--no-api",
        "--config-file",
        Configuration("shutdown", """, "cpu-config": {"msr_modifiers": [{"addr": "0x8b", "bitmap": "0bx"}]}"""));

    private string GuestWithSerialFile() => Trace(
        0,
        Artifacts.Vmm,
        "--no-api",
        "--config-file",
        Configuration("print", $$""", "serial": {"serial_out_path": "{{Path.Combine(_folder, "console")}}"}"""));

    // Makes every kind of disk request.
    private string HostileDriver(string engine)
    {
        string disk = Path.Combine(_folder, engine);
        File.WriteAllBytes(disk, new byte[1 << 20]);
        return Trace(0, Artifacts.Vmm, "--no-api", "--config-file", Configuration("hostile", $$"""
            , "drives": [{"drive_id": "disk", "is_root_device": false, "path_on_host": "{{disk}}", "cache_type": "Writeback", "io_engine": "{{engine}}"}]
            """));
    }

    private string GuestInJail()
    {
        using TestJail jail = new();
        jail.StageGuest("print", "", 128, "Transparent");
        return Trace(0, Artifacts.Jailer, [.. jail.JailerArguments, "--tap", "kilncover0", "--", "--no-api", "--config-file", "vm.json"]);
    }

    // Filtered from its first instruction on, unlike outside.
    private string HelpInJail()
    {
        using TestJail jail = new();
        return Trace(0, Artifacts.Jailer, [.. jail.JailerArguments, "--", "--help"]);
    }

    // The terminal goes raw, keys reach the guest, and the mode is restored.
    private string GuestOnTerminal()
    {
        string trace = NextTrace();
        string command = $"{Artifacts.Probe} cover {trace} -- {Artifacts.Vmm} --no-api --config-file {Configuration("echo")}";
        using RunningProgram program = RunningProgram.Start("script", "-qec", command, "/dev/null");
        program.WaitForOutput("echo ready");
        program.Type("typed\u0004");
        Assert.Equal(0, program.WaitForEnd().Status);
        return trace;
    }

    private string ClientsOfTheApi()
    {
        string trace = NextTrace();
        ApiRun.Drive(trace, _folder);
        return trace;
    }

    private string LoadedSnapshot()
    {
        string trace = NextTrace();
        ApiRun.Continue(trace, _folder);
        return trace;
    }

    // A frame goes into one buffer or several, and comes from one or several.
    private IEnumerable<string> GuestsWithNetwork()
    {
        foreach (string words in (string[])["", "size=1"])
        {
            string trace = NextTrace();
            NetworkRun.Drive(
                trace, Configuration("net", $$""", "network-interfaces": [{"iface_id": "eth0", "host_dev_name": "{{NetworkRun.TapName}}"}]""", words));
            yield return trace;
        }
    }

    private string GuestWithSockets()
    {
        string trace = NextTrace();
        string path = Path.Combine(_folder, "v.sock");
        SocketRun.Drive(
            trace, path, Configuration("vsock", $$""", "vsock": {"guest_cid": 3, "uds_path": "{{path}}"}""", "connect=1 to=5000 as=source bytes=100000"));
        return trace;
    }

    private string InterruptedWait()
    {
        string trace = NextTrace();
        WaitRun.Drive(trace, _folder);
        return trace;
    }

    // While standard output takes nothing the console is waited on.
    private string SlowReader()
    {
        string trace = NextTrace();
        string monitor = $"{Artifacts.Probe} cover {trace} -- {Artifacts.Vmm} --no-api --config-file {Configuration("print")}";
        // A pipe holds 64 KiB: it is full when the guest starts.
        string command = $"(head -c 65536 /dev/zero; exec {monitor}) | (sleep 0.5; cat >/dev/null)";
        Assert.Equal(0, RunningProgram.Run("/bin/sh", "-c", command).Status);
        return trace;
    }

    // Standard input that has ended is waited on no longer.
    private string EndOfInput()
    {
        string trace = NextTrace();
        string command = $"printf 'typed\\004' | {Artifacts.Probe} cover {trace} -- {Artifacts.Vmm} --no-api --config-file {Configuration("echo")}";
        Assert.Equal(0, RunningProgram.Run("/bin/sh", "-c", command).Status);
        return trace;
    }

    private string Stopped()
    {
        string trace = NextTrace();
        using RunningProgram program = RunningProgram.Start(
            Artifacts.Probe, "cover", trace, "--", Artifacts.Vmm, "--no-api", "--config-file", Configuration("spin"));
        program.WaitForOutput("spinning");
        Syscall.kill(new ProcessView(program.Id).FirstChild, Signum.SIGTERM);
        Assert.Equal(143, program.WaitForEnd().Status);
        return trace;
    }

    private string StormOutside() => Trace(0, Artifacts.Probe, "storm");

    private string StormInJail()
    {
        using TestJail jail = new();
        string[] arguments = [.. jail.JailerArguments];
        arguments[Array.IndexOf(arguments, "--exec-file") + 1] = Artifacts.Probe;
        return Trace(0, Artifacts.Jailer, [.. arguments, "--", "storm"]);
    }

    private IEnumerable<string> Faults() =>
        from thread in (string[])["Vmm", "Vcpu", "Runtime"]
        from kind in (string[])["Exception", "Heap"]
        select Trace(134, Artifacts.Probe, "fault", thread, kind);

    private string Violation() => Trace(148, Artifacts.Probe, "fault", "Vcpu", "Violation");

    private string Trace(int status, string program, params string[] arguments)
    {
        string trace = NextTrace();
        ProgramResult result = RunningProgram.Run(Artifacts.Probe, ["cover", trace, "--", program, .. arguments]);
        Assert.True(result.Status == status, $"{program} {string.Join(' ', arguments)} ended with {result.Status}: {result.Error}");
        return trace;
    }

    private string NextTrace() => Path.Combine(_folder, $"trace-{_traces++}");

    private string Configuration(string guest, string more = "", string words = "")
    {
        string file = Path.Combine(_folder, guest + ".json");
        File.WriteAllText(file, $$$"""{"boot-source": {"kernel_image_path": "{{{Artifacts.Guest(guest)}}}", "boot_args": "{{{words}}}"}{{{more}}}}""");
        return file;
    }
}
