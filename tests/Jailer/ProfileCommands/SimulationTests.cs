using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kiln.Linux.Descriptors;
using Kiln.ProfileCommands.Simulate;
using Kiln.ProfileCommands.Why;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Rules;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Jailer.Tests.ProfileCommands;

/// <summary>What becomes of recorded calls, by the example profiles.</summary>
public sealed class SimulationTests(ITestOutputHelper output) : IDisposable
{
    private const string Mixed = """
        # a comment

        7  ioctl(3, KVM_RUN, 0) = 0
        7  ioctl(3, KVM_NMI, 0) = 0
        ioctl 9 0xae9a 5
        ioctl(3, KVM_CREATE_VCPU, 0) = 0
        what is this
        audit: type=1326 audit(1.1:2): pid=7 comm="vmm" arch=c000003e syscall=16 compat=0 ip=0x7f code=0x30006
        audit: type=1326 audit(1.1:2): pid=7 comm="vmm" arch=40000003 syscall=16 compat=0 ip=0x7f code=0x30006
        Nov 25 host kiln[7]: vmm: thread "vcpu 0" (12) made a system call that profile vcpu does not allow: socket (41) with 0x2, 0x1, 0x0, 0x0, 0x0, 0x0 at 0x7f00; no rule
        mmap(NULL, 4096, PROT_READ|PROT_STRANGE, MAP_PRIVATE, -1, 0) = 0
        mmap(NULL, 4096, PROT_EXEC|PROT_STRANGE, MAP_PRIVATE, -1, 0) = 0
        futex(0x1, FUTEX_STRANGE) = 0
        <... futex resumed>) = 0
        """;

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void EveryFormOfALineCounts()
    {
        Simulation simulation = Run("vcpu", Mixed);

        Assert.Equal(
            "vcpu: 9 calls in file: 2 allowed, 5 refused, 2 allowed for some arguments only\n"
            + "  refused         2 ioctl where argument 1 is 0xae9a, KVM_NMI: trap, by vcpu.yaml:2:10; nearest rule vcpu.yaml:5:14\n"
            + "                    first in line 4: ioctl(3, KVM_NMI, 0)\n"
            + "  refused         1 ioctl where argument 1 is 0xae41, KVM_CREATE_VCPU: trap, by vcpu.yaml:2:10; nearest rule vcpu.yaml:5:14\n"
            + "                    first in line 6: ioctl(3, KVM_CREATE_VCPU, 0)\n"
            + "  uncertain       1 ioctl: allow or trap, by vcpu.yaml:2:10\n"
            + "                    first in line 8: ioctl(?, ?, ?)\n"
            + "                    allowed where argument 1 (low half) is KVM_RUN\n"
            + "                    allowed where argument 1 (low half) is KVM_KVMCLOCK_CTRL\n"
            + "                    allowed where argument 0 (low half) is 0, argument 1 (low half) is TCSETS\n"
            + "  refused         1 socket: trap, by vcpu.yaml:2:10\n"
            + "                    first in line 10: socket(AF_INET, SOCK_STREAM, 0)\n"
            + "  uncertain       1 mmap: allow or trap, by vcpu.yaml:2:10\n"
            + "                    first in line 11: mmap(0, 4096, PROT_READ|?, MAP_PRIVATE, -1, 0)\n"
            + "                    allowed where argument 2 (low half) has 0x1 in the bits 0xfffffffd, argument 2 (high half) is 0\n"
            + "  refused         1 mmap: trap, by vcpu.yaml:2:10; nearest rule base.yaml:6:14\n"
            + "                    first in line 12: mmap(0, 4096, PROT_EXEC|?, MAP_PRIVATE, -1, 0)\n"
            + "1 line is not understood, and not simulated; the first is line 7: what is this\n"
            + "1 line is of a call that x86_64 does not have, and not simulated; the first is line 9: "
            + "audit: type=1326 audit(1.1:2): pid=7 comm=\"vmm\" arch=40000003 syscall=16 compat=0 ip=0x7f code=0x30006\n",
            new SimulationReport(simulation, "file").Text());
    }

    [Fact]
    public void EveryFormatTellsTheSame()
    {
        Simulation simulation = Run("vcpu", Mixed);
        SimulationReport report = new(simulation, "file");
        using JsonDocument document = JsonDocument.Parse(report.Json());
        JsonElement[] groups = [.. document.RootElement.GetProperty("groups").EnumerateArray()];

        Assert.Equal(
            (9, 2, 5, 2), (Number(document, "calls"), Number(document, "allowed"), Number(document, "refused"), Number(document, "uncertain")));
        Assert.Equal(7, groups.Sum(group => group.GetProperty("count").GetInt32()));
        Assert.Equal(("ioctl", "trap", "vcpu.yaml:2:10", "vcpu.yaml:5:14", 1, "0xae9a", 4), (
            groups[0].GetProperty("call").GetString(), groups[0].GetProperty("answer").GetString(), groups[0].GetProperty("rule").GetString(), groups[0].GetProperty("nearest").GetString(),
            groups[0].GetProperty("argument").GetInt32(), groups[0].GetProperty("value").GetString(), groups[0].GetProperty("firstLine").GetInt32()));
        Assert.Equal(7, document.RootElement.GetProperty("notUnderstood").GetProperty("firstLine").GetInt32());
        Assert.All(groups, group => Assert.Contains(group.GetProperty("first").GetString()!, report.Text(), StringComparison.Ordinal));
        Assert.Contains("\n| refused | 2 | ioctl where argument 1 is 0xae9a, KVM_NMI | trap | vcpu.yaml:2:10; nearest rule vcpu.yaml:5:14 | 4 | ioctl(3, KVM_NMI, 0) |\n", report.Markdown(), StringComparison.Ordinal);
    }

    // Whatever a program has written into a recording, no format passes it on.
    [Fact]
    public void ForeignTextIsEscaped()
    {
        SimulationReport report = new(Run("vcpu", "\u001b[2J| <script> \u202e\nioctl 1 2"), "a\u001b|b");

        Assert.All((string[])[report.Text(), report.Markdown(), report.Json()], text => Assert.DoesNotContain(text, character => character != '\n' && (char.IsControl(character) || character == '\u202e')));
        Assert.DoesNotContain("<script>", report.Markdown(), StringComparison.Ordinal);
    }

    // With all arguments known the answer is that of the compiled programs.
    [Fact]
    public void AKnownCallIsAnsweredAsTheProgramsDo()
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        ThreadFilters filters = ThreadFilters.Of(FilterProfile.Vmm, ExampleProfiles.Set, ExampleProfiles.Library);
        ulong[] values = [0, 1, 2, 3, 4, 0x10, 0x110, 43, 59, 60, uint.MaxValue, 0x1_0000_0002b, ulong.MaxValue];
        int[] numbers = [1, 9, 16, 41, 101, 202, 435];
        int permitted = 0;
        for (int count = 0; count < 5000; count++)
        {
            ulong[] arguments = random.GetItems(values, 6);
            int number = numbers[random.Next(numbers.Length)];
            SyscallData data = new(number, (uint)AuditArchitecture.AUDIT_ARCH_X86_64, 0, arguments);
            FilterAction answer = filters.Stack.AnswerTo(in data);

            CallOutcome outcome = CallOutcome.Of(new RecordedCall(number, [.. arguments.Select(KnownBits.Exactly)]), filters);

            Assert.Equal((answer.Permits ? OutcomeKind.Allowed : OutcomeKind.Refused, answer.Permits ? null : $"{answer}"), (outcome.Kind, outcome.Group?.Answer));
            permitted += answer.Permits ? 1 : 0;
        }
        Assert.InRange(permitted, 500, 4500);
    }

    // With one argument unknown it is allowed, refused or uncertain as the values that it may have are.
    [Fact]
    public void AnUnknownArgumentMayBeAnything()
    {
        ThreadFilters filters = ThreadFilters.Of(FilterProfile.Vmm, ExampleProfiles.Set, ExampleProfiles.Library);

        Assert.Equal(OutcomeKind.Uncertain, Kind(1, KnownBits.None));
        Assert.Equal(OutcomeKind.Allowed, Kind(1, new KnownBits(50, uint.MaxValue)));
        Assert.Equal(OutcomeKind.Refused, Kind(1, new KnownBits(60, uint.MaxValue)));
        // Every number that has this bit is above 59.
        Assert.Equal(OutcomeKind.Refused, Kind(1, new KnownBits(64, 64)));
        Assert.Equal(OutcomeKind.Uncertain, Kind(1, new KnownBits(32, 32)));
        Assert.Equal(OutcomeKind.Allowed, Kind(202, KnownBits.None));

        OutcomeKind Kind(int number, KnownBits first) => CallOutcome.Of(new RecordedCall(number, first), filters).Kind;
    }

    // Neither the kinds of what is refused nor the values of an argument take memory without bound.
    [Fact]
    public void ManyDifferentCallsAreToldTogether()
    {
        Simulation values = Run("vcpu", string.Join('\n', Enumerable.Range(0, 1000).Select(value => $"ioctl 1 {value.ToString(CultureInfo.InvariantCulture)}")));
        Simulation calls = Run("vcpu", string.Join('\n', Enumerable.Range(500, 3000).Select(number => $"{number.ToString(CultureInfo.InvariantCulture)} 1")));

        Assert.Equal((65, 1000 - 64), (values.Groups.Count(), values.Groups.First().Count));
        Assert.Equal((1000, 2000), (calls.Groups.Count(), calls.Untold));
        Assert.Contains("\n2000 calls more, of too many kinds to tell\n", new SimulationReport(calls, "file").Text(), StringComparison.Ordinal);
    }

    private static int Number(JsonDocument document, string name) => document.RootElement.GetProperty(name).GetInt32();

    private Simulation Run(string thread, string text)
    {
        File.WriteAllText(_file, text);
        Assert.Null(OwnedDescriptor.TryOpen(_file, 0, 0, out OwnedDescriptor? file));
        using (file)
        {
            Simulation simulation = new(ThreadFilters.Of(FilterProfiles.Named(thread)!.Value, ExampleProfiles.Set, ExampleProfiles.Library));
            simulation.Read(new LineReader(file!.Descriptor, _file));
            return simulation;
        }
    }
}
