using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Taps;

/// <summary>What the kernel lets the owner of a tap do to it without any privilege, no thread of the monitor can ask for.</summary>
public sealed class TapRequestFilterTests
{
    private const string Tap = "kilnfilter0";
    private const ulong TapNumber = 64;
    private const ulong SetPersistent = 0x400454CB;
    private const int Ioctl = 16;

    public static TheoryData<string, ulong> Requests
    {
        get
        {
            TheoryData<string, ulong> requests = [];
            foreach (string thread in (string[])["vmm", "api", "vcpu 0", "runtime"])
            {
                // TUNSETIFF, TUNSETPERSIST, TUNSETOWNER, TUNSETSNDBUF, SIOCSIFHWADDR.
                foreach (ulong request in (ulong[])[0x400454CA, SetPersistent, 0x400454CC, 0x400454D4, 0x8924])
                {
                    requests.Add(thread, request);
                }
            }
            return requests;
        }
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void ARequestEndsTheProcess(string thread, ulong request) => InJail(jail =>
    {
        using RunningProgram program = Start(jail);
        Inject(ThreadOf(program, thread), request);
        ProgramResult result = program.WaitForEnd();

        Assert.Equal(148, result.Status);
        Assert.Contains($"thread \"{thread}\"", result.Error, StringComparison.Ordinal);
        Assert.Contains($"ioctl (16) with 0x40, 0x{request:x}, 0x1,", result.Error, StringComparison.Ordinal);
        Assert.False(TapLink.Exists(Tap));
    });

    [Theory]
    [InlineData(SetPersistent)]
    [InlineData(0x400454CC)]
    [InlineData(0x400454D4)]
    [InlineData(0x8924)]
    public void BeforeTheGuestStartsItDoesSoToo(ulong request) => InJail(jail =>
    {
        using RunningProgram program = RunningProgram.Start(Artifacts.Jailer, [.. jail.JailerArguments, "--tap", Tap, "--", "--level", "Off"]);
        Assert.True(SpinWait.SpinUntil(() => File.Exists(jail.PathOf("run/firecracker.socket")), TimeSpan.FromSeconds(20)));
        Inject(program.Id, request);
        ProgramResult result = program.WaitForEnd();

        Assert.Equal(148, result.Status);
        Assert.Contains("profile setup does not allow: ioctl (16) with 0x40,", result.Error, StringComparison.Ordinal);
    });

    // Shows that it is the filters that refuse: without them the kernel grants it, and the tap outlives the monitor.
    [Fact]
    public void WithoutFiltersTheKernelGrantsIt() => InJail(jail =>
    {
        using (RunningProgram program = Start(jail, "--no-seccomp"))
        {
            using RunningProgram probe = RunningProgram.Start(Artifacts.Probe, Injection(program.Id, SetPersistent));
            Assert.True(SpinWait.SpinUntil(
                () => TapLink.Of(Tap).Contains("persist True", StringComparison.Ordinal), TimeSpan.FromSeconds(20)));
        }

        Assert.True(TapLink.Exists(Tap));
    });

    private static RunningProgram Start(TestJail jail, params string[] options)
    {
        RunningProgram program = RunningProgram.Start(
            Artifacts.Jailer, [.. jail.JailerArguments, .. options, "--tap", Tap, "--", "--config-file", "vm.json", "--level", "Off"]);
        program.WaitForOutput("spinning");
        return program;
    }

    private static int ThreadOf(RunningProgram program, string thread)
    {
        ProcessView process = new(program.Id);
        return process.Threads.Single(candidate => process.NameOf(candidate) == thread);
    }

    private static void Inject(int thread, ulong request)
    {
        ProgramResult probe = RunningProgram.Run(Artifacts.Probe, Injection(thread, request));
        Assert.Equal("", probe.Error);
    }

    private static string[] Injection(int thread, ulong request) =>
        ["inject", $"{thread}", $"{Ioctl}", .. ((ulong[])[TapNumber, request, 1]).Select(value => value.ToString(CultureInfo.InvariantCulture))];

    private static void InJail(Action<TestJail> body)
    {
        Requires.Taps();
        PrivateNetwork.Run(() =>
        {
            using TestJail jail = TestJail.WithSpinningGuest();
            body(jail);
        });
    }
}
