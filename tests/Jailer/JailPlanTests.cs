using System.IO;
using System.Linq;
using Kiln.Jailer.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail;
using Kiln.Jailer.Jail.Specification;
using Kiln.Jailer.Jail.Steps;
using Kiln.Jailer.Logging;
using Xunit;

namespace Kiln.Jailer.Tests;

/// <summary>The plan of a jail, read before it is built.</summary>
public sealed class JailPlanTests : IDisposable
{
    private const string Execution = "/monitor --id web-1 --start-time-us T --start-time-cpu-us T --parent-cpu-time-us T --no-api";

    private static readonly string _executionOfAChild = Execution.Replace("--no-api", "--ready-fd 37 --no-api", StringComparison.Ordinal);

    private static readonly FilterOptions _none = new(null, LogOnly: false, None: true);

    private readonly string _base = Directory.CreateTempSubdirectory("kiln-plan-").FullName;
    private readonly string _programs = Directory.CreateTempSubdirectory("kiln-plan-programs-").FullName;
    private readonly JailerOptions _options;
    private readonly JailSpec _spec;

    public JailPlanTests()
    {
        _options = new JailerOptions
        {
            Id = "web-1",
            ExecFile = Program("monitor", ProgramImage.OfMonitor),
            UserId = "1234",
            GroupId = "4321",
            BaseDirectory = _base,
            ExtraArguments = ["--no-api"],
        };
        _spec = Spec(_options);
    }

    [Fact]
    public void ThePlanReadsAsAReviewerExpects() => Assert.Equal(
        $"""
         1. set the umask to 022
         2. leave real-time scheduling, a negative nice value, an input/output priority and a negative oom_score_adj
         3. stop interval timers, set the timer slack to 50 us
         4. take on the plain personality: random addresses, no executable data
         5. ask for no signal when the parent ends
         6. join a new, empty session keyring
         7. force speculative store bypass and foreign indirect branch predictions off
         8. keep all memory from being merged with other processes' (KSM)
         9. refuse executable memory that is or was writable
        10. make the directory {_base}/monitor/web-1/root, beneath the base and through no link
        11. claim {_base}/monitor/web-1/root: refuse while another jailer builds it, or its monitor still runs
        12. copy {_programs}/monitor to /monitor in the jail, owned by 1234:4321; refuse a link in its place
        13. unshare the IPC and UTS namespaces
        14. unshare the mount namespace, make / a slave, bind {_base}/monitor/web-1/root on itself
        15. pivot_root into it and detach the old root
        16. make /dev, /dev/net and /run; give them and / to 1234:4321 with permissions 0700
        17. make /dev/net/tun 10:200, /dev/kvm 10:232 and /dev/urandom 1:9 with permissions 0600, owned by 1234:4321
        18. make /monitor.pid, a new file of root's that takes the monitor's process number
        19. empty the bounding and ambient capability sets
        20. put the filter set, N bytes, into a sealed memory file at descriptor 3
        21. limit no-file=2048 stack=262144 core=1
        22. unshare the descriptor table and make room in it up to descriptor 2047
        23. give ignored signals their default; block SIGHUP, SIGINT, SIGQUIT, SIGTERM and SIGRTMIN+1
        24. {new EnterDomain(_spec).Description}
        25. leave all groups, become group 4321 and user 1234
        26. empty the effective, permitted and inheritable capability sets
        27. let execve close all descriptors above 3
        28. set no_new_privs
        29. install the filter 'launch'
        30. write this process's number to /monitor.pid, execute {Execution}

        """,
        System.Text.RegularExpressions.Regex.Replace(JailPlan.For(_spec).ToString(), "set, [0-9]+ bytes", "set, N bytes"));

    [Fact]
    public void PrivilegesGoBeforeTheFilterAndTheFilterBeforeTheProgram()
    {
        Type[] order = [.. JailPlan.For(_spec).Steps.Select(step => step.GetType())];
        Type[] wanted =
        [
            typeof(PivotRoot), typeof(MakeDevices), typeof(DropBoundingCapabilities), typeof(PlaceFilterSet), typeof(SetLimits), typeof(BecomeUser),
            typeof(DropCapabilities), typeof(PreventPrivileges), typeof(InstallLaunchFilter), typeof(Execute),
        ];

        Assert.Equal(wanted, order.Where(wanted.Contains));
        Assert.Equal(typeof(Execute), order[^1]);
    }

    [Fact]
    public void PlanningChangesNothing()
    {
        _ = JailPlan.For(_spec).ToString();

        Assert.Empty(Directory.GetFileSystemEntries(_base));
    }

    [Fact]
    public void WithoutFiltersNoneIsPlacedOrInstalledAndTheMonitorIsTold()
    {
        using JailSpec spec = Spec(_options with { Filters = _none });
        string[] lines = JailPlan.For(spec).ToString().Split('\n');

        Assert.Contains("20. hand over no filter set (--no-seccomp)", lines);
        Assert.Contains("27. let execve close all descriptors above 2", lines);
        Assert.Contains($"29. write this process's number to /monitor.pid, execute {Execution.Replace("--no-api", "--no-seccomp --no-api", StringComparison.Ordinal)}", lines);
    }

    [Theory]
    [InlineData("--no-seccomp", "--no-seccomp")]
    [InlineData("--no-api -- --no-seccomp", "--no-seccomp --no-api -- --no-seccomp")]
    public void WithoutFiltersTheMonitorIsToldOnce(string extra, string arguments)
    {
        using JailSpec spec = Spec(_options with { Filters = _none, ExtraArguments = extra.Split(' ') });

        Assert.EndsWith($" --parent-cpu-time-us T {arguments}\n", JailPlan.For(spec).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherProgramThanTheMonitorIsRefusedWithTheCure()
    {
        string program = Program("other", ProgramImage.Of([]).ToBytes());

        foreach (bool log in (bool[])[false, true])
        {
            JailerFailure failure = Assert.Throws<JailerFailure>(
                () => Spec(_options with { ExecFile = program, Filters = new FilterOptions(null, LogOnly: log, None: false) }));
            Assert.Equal(
                $"{program} is not Kiln's monitor, and the shipped filters are for no other program; "
                + "give --no-seccomp, or profiles of its own by --seccomp-profiles DIR",
                failure.Message);
        }
    }

    [Fact]
    public void AnotherProgramIsNotToldWhatOnlyTheMonitorKnows()
    {
        using JailSpec spec = Spec(_options with { ExecFile = Program("other", ProgramImage.Of([]).ToBytes()), Filters = _none });

        Assert.EndsWith(" --parent-cpu-time-us T --no-api\n", JailPlan.For(spec).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void LimitsAreSetWhileTheProcessMayRaiseThem()
    {
        using JailSpec spec = Spec(_options with { Limits = ["fsize=1", "no-file=100", "nproc=unlimited"] });

        Assert.Contains("21. limit stack=262144 core=1 fsize=1 no-file=100 nproc=unlimited", JailPlan.For(spec).ToString().Split('\n'));
    }

    [Theory]
    [InlineData("no-file=100000", "22. unshare the descriptor table and make room in it up to descriptor 2047")]
    [InlineData("no-file=unlimited", "22. unshare the descriptor table and make room in it up to descriptor 2047")]
    [InlineData("no-file=65", "22. unshare the descriptor table and make room in it up to descriptor 64")]
    [InlineData("no-file=64", "22. leave the descriptor table as small as its limit")]
    [InlineData("no-file=4", "22. leave the descriptor table as small as its limit")]
    public void TheDescriptorTableGrowsAsFarAsItsLimit(string limit, string expected)
    {
        using JailSpec spec = Spec(_options with { Limits = [limit] });

        Assert.Contains(expected, JailPlan.For(spec).ToString().Split('\n'));
    }

    [Fact]
    public void ANetworkIsEnteredBeforeTheJailIs()
    {
        using JailSpec spec = Spec(_options with { Network = "/proc/self/ns/net" });

        Assert.Contains("13. enter the network namespace /proc/self/ns/net", JailPlan.For(spec).ToString().Split('\n'));
    }

    [Fact]
    public void TapsAreMadeInTheNetworkAndTakeThePlaceOfTheNode()
    {
        using JailSpec spec = Spec(_options with { Network = "/proc/self/ns/net", Taps = ["tap0,mtu=1400,bridge=br0", "tap1"] });
        string[] lines = JailPlan.For(spec).ToString().Split('\n');

        Assert.Equal(
            [
                "13. enter the network namespace /proc/self/ns/net",
                "14. make the tap tap0 at descriptor 64: user 1234's, MTU 1400, a port of br0, IPv6 off, up; or take the one that is there, if it is so",
                "15. make the tap tap1 at descriptor 65: user 1234's, IPv6 off, up; or take the one that is there, if it is so",
            ],
            lines[12..15]);
        Assert.Equal("20. make /dev/kvm 10:232 and /dev/urandom 1:9 with permissions 0600, owned by 1234:4321; no /dev/net/tun", lines[19]);
        Assert.Equal("24. empty the queues of the taps tap0, tap1; leave open descriptors 64 to 65", lines[23]);
        Assert.Equal("31. let execve close all descriptors above 3, but descriptors 64 to 65", lines[30]);
    }

    [Theory]
    [InlineData("no-file=175")]
    [InlineData("no-file=64")]
    public void ALimitWithoutRoomForTapsIsRefused(string limit)
    {
        JailerFailure failure = Assert.Throws<JailerFailure>(() => Spec(_options with { Taps = ["tap0"], Limits = [limit] }));

        Assert.Equal($"--resource-limit {limit} leaves no room for the descriptors of taps, 64 and up; give 176 or more, which the monitor needs", failure.Message);
        Spec(_options with { Taps = ["tap0"], Limits = ["no-file=176"] }).Dispose();
    }

    [Fact]
    public void InAPidNamespaceTheLastStepsAreAChilds()
    {
        using JailSpec spec = Spec(_options with { NewPidNamespace = true });
        string[] lines = JailPlan.For(spec).ToString().TrimEnd('\n').Split('\n');

        Assert.Contains("21. lead a session of its own where the jailer leads one", lines);
        Assert.Contains("29. leave open descriptor 37, at which the monitor says that it serves", lines);
        Assert.Equal(
            $"32. write a child's number to /monitor.pid, the first of a pid namespace; in it execute {_executionOfAChild}; end with status 0 when it serves, else as it does",
            lines[^1]);
    }

    [Fact]
    public void ADaemonsStreamsAreOpenedWhileTheHostIsInView()
    {
        using JailSpec spec = Spec(_options with { Daemonize = true });
        string[] lines = JailPlan.For(spec).ToString().TrimEnd('\n').Split('\n');

        Assert.Contains("13. open /dev/null for the monitor's standard input, output and error", lines);
        Assert.Equal(
            $"32. write a child's number to /monitor.pid, detached from terminal and session; in it execute {_executionOfAChild}; end with status 0 when it serves, else as it does",
            lines[^1]);
    }

    [Fact]
    public void ArgumentsThatNoProgramCouldTakeAreRefused()
    {
        JailerFailure failure = Assert.Throws<JailerFailure>(() => Spec(_options with { ExtraArguments = [new string('a', 130_000)] }));

        Assert.Equal("what stands behind -- is 130001 bytes long; the monitor can be given 122880", failure.Message);
    }

    public void Dispose()
    {
        _spec.Dispose();
        Directory.Delete(_base, recursive: true);
        Directory.Delete(_programs, recursive: true);
    }

    private string Program(string name, byte[] content)
    {
        string path = Path.Combine(_programs, name);
        File.WriteAllBytes(path, content);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }

    private static JailSpec Spec(JailerOptions options) => JailSpec.From(options, JailerLog.OnStandardError);
}
