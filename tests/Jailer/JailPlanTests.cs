using System.IO;
using System.Linq;
using Kiln.Jailer.CommandLine;
using Kiln.Jailer.Jail;
using Kiln.Jailer.Jail.Steps;
using Xunit;

namespace Kiln.Jailer.Tests;

/// <summary>The plan of a jail, read before it is built.</summary>
public sealed class JailPlanTests : IDisposable
{
    private const string StartTimes = "--start-time-us T --start-time-cpu-us T --parent-cpu-time-us T";

    private readonly string _base = Directory.CreateTempSubdirectory("kiln-plan-").FullName;
    private readonly JailSpec _spec;

    public JailPlanTests() => _spec = Spec(FilterOptions.Shipped);

    [Fact]
    public void ThePlanReadsAsAReviewerExpects() => Assert.Equal(
        $"""
         1. set the umask to 022
         2. make the directory {_base}/true/web-1/root, beneath the base and through no link
         3. claim {_base}/true/web-1/root: refuse while another jailer builds it, or its monitor still runs
         4. copy /bin/true to /true in the jail, owned by 1234:4321; refuse a link in its place
         5. unshare the IPC and UTS namespaces
         6. unshare the mount namespace, make / a slave, bind {_base}/true/web-1/root on itself
         7. pivot_root into it and detach the old root
         8. make /dev, /dev/net and /run; give them and / to 1234:4321 with permissions 0700
         9. make /dev/net/tun 10:200, /dev/kvm 10:232 and /dev/urandom 1:9 with permissions 0600, owned by 1234:4321
        10. write the process's number to /true.pid, a new file of root's
        11. limit no-file=2048 stack=262144 core=0
        12. empty the bounding and ambient capability sets
        13. leave all groups, become group 4321 and user 1234
        14. empty the effective, permitted and inheritable capability sets
        15. give ignored signals their default; block SIGHUP, SIGINT, SIGQUIT, SIGTERM and SIGRTMIN+1
        16. put the filter set, N bytes, into a sealed memory file at descriptor 3; close all above
        17. set no_new_privs, install the filter 'launch', execute /true --id web-1 {StartTimes} --no-api

        """,
        System.Text.RegularExpressions.Regex.Replace(JailPlan.For(_spec).ToString(), "set, [0-9]+ bytes", "set, N bytes"));

    [Fact]
    public void PrivilegesGoBeforeTheFilterAndTheFilterBeforeTheProgram()
    {
        Type[] order = [.. JailPlan.For(_spec).Steps.Select(step => step.GetType())];
        Type[] wanted =
        [
            typeof(PivotRoot), typeof(MakeDevices), typeof(DropBoundingCapabilities), typeof(BecomeUser), typeof(DropCapabilities),
            typeof(PlaceFilterSet), typeof(Execute),
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
        using JailSpec spec = Spec(FilterOptions.Shipped with { None = true });
        string[] lines = JailPlan.For(spec).ToString().Split('\n');

        Assert.Contains("16. hand over no filter set (--no-seccomp); close all descriptors above 2", lines);
        Assert.Contains($"17. set no_new_privs, install no filter, execute /true --id web-1 {StartTimes} --no-seccomp --no-api", lines);
    }

    [Fact]
    public void LimitsThatCouldHinderTheRestAreSetLast()
    {
        using JailSpec spec = Spec(FilterOptions.Shipped, null, "fsize=1", "no-file=100", "nproc=unlimited");
        string[] lines = JailPlan.For(spec).ToString().Split('\n');

        Assert.Contains("11. limit no-file=100 stack=262144 core=0; raise hard limits where more is asked for", lines);
        Assert.Contains("17. limit fsize=1 no-file=100 nproc=unlimited", lines);
        Assert.StartsWith("18. set no_new_privs", lines[17], StringComparison.Ordinal);
    }

    [Fact]
    public void ANetworkIsEnteredBeforeTheJailIs()
    {
        using JailSpec spec = Spec(FilterOptions.Shipped, "/proc/self/ns/net");

        Assert.Contains(" 5. enter the network namespace /proc/self/ns/net", JailPlan.For(spec).ToString().Split('\n'));
    }

    [Fact]
    public void AnErrorInProfilesLeavesNoPlan()
    {
        File.WriteAllText(Path.Combine(_base, "vcpu.yaml"), "profile: vcpu\ndefault: allow\n");

        JailerFailure failure = Assert.Throws<JailerFailure>(() => Spec(FilterOptions.Shipped with { ProfileDirectory = _base }));
        Assert.Contains("error KP", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _spec.Dispose();
        Directory.Delete(_base, recursive: true);
    }

    private JailSpec Spec(FilterOptions filters, string? network = null, params string[] limits) =>
        JailSpec.From(new JailerOptions("web-1", "/bin/true", "1234", "4321", _base, network, limits, filters, DryRun: true, ["--no-api"]));
}
