using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Options;

/// <summary>What a caller leaves in the environment changes nothing of what the binaries do: the jailer is root's, and the runtime takes settings there.</summary>
public sealed class CallersEnvironmentTests
{
    // Each by itself would change the runtime, the C library or what it finds, and some would end the process before its first statement.
    private static readonly string[] _settings =
    [
        "DOTNET_GCRegionSize=1000", "DOTNET_DbgEnableMiniDump=1", "DOTNET_GCgen0size=1", "DOTNET_GCHeapHardLimit=1000", "DOTNET_GCHeapHardLimitPercent=1",
        "DOTNET_GCRegionRange=1000", "DOTNET_GCTotalPhysicalMemory=1000", "DOTNET_GCName=/tmp/libgc.so", "DOTNET_GCPath=/tmp/libgc.so", "DOTNET_gcServer=1",
        "DOTNET_gcConcurrent=1", "DOTNET_GCHeapCount=8", "DOTNET_GCLargePages=1", "DOTNET_GCConserveMemory=9", "DOTNET_GCgen1size=1", "DOTNET_GCHeapAffinitizeMask=0",
        "DOTNET_TieredPGO=1", "DOTNET_EnableEventPipe=1", "DOTNET_DiagnosticPorts=/tmp/port", "DOTNET_LegacyExceptionHandling=1",
        "DOTNET_Thread_DefaultStackSize=1", "COMPlus_GCRegionSize=1000", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false", "LANG=tr_TR.UTF-8", "TZ=:/etc/shadow",
        "GLIBC_TUNABLES=glibc.malloc.top_pad=0x7fffffffffff", "GLIBC_TUNABLES=glibc.malloc.arena_max=1:glibc.malloc.perturb=255", "LD_PRELOAD=/tmp/none.so",
    ];

    private static readonly string[] _none = [];

    public static TheoryData<string> Settings => [.. _settings];

    [Theory]
    [MemberData(nameof(Settings))]
    public void NoSettingChangesStatusOrOutput(string setting)
    {
        foreach (string[] command in (string[][])
            [
                [Artifacts.Jailer, "--version"],
                [Artifacts.Jailer, "--id", "a b", "--exec-file", "/none"],
                [Artifacts.Jailer, "profile", "check", Artifacts.Profiles],
                [Artifacts.JailerProfile, "why", "vcpu", "ioctl", "11", "KVM_NMI"],
                [Artifacts.Vmm, "--version"],
                [Artifacts.Vmm, "check-config", "/none"],
            ])
        {
            Assert.Equal(RunWith(_none, command), RunWith([setting], command));
        }
    }

    [Fact]
    public void AGuestRunsUnderAllOfThem()
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("print");

        ProgramResult result = RunWith(_settings, [Artifacts.Jailer, .. jail.JailerArguments, "--", .. TestJail.MonitorArguments]);

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains("hello from the guest", result.Output, StringComparison.Ordinal);
    }

    // This test's own program is one.
    [Fact]
    public void ARuntimeThatReadsItsEnvironmentObeysThem()
    {
        string[] command = [Environment.ProcessPath!, "-?"];

        Assert.NotEqual(RunWith(_none, command), RunWith(["DOTNET_GCHeapHardLimit=1000"], command));
    }

    private static ProgramResult RunWith(string[] settings, string[] command) =>
        RunningProgram.Run("env", [.. settings, .. command]);
}
