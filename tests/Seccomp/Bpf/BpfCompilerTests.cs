using System.Linq;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;
using Kiln.Testing.Harness;
using Kiln.Testing.Seccomp.Bpf;
using Kiln.Testing.Seccomp.Generation;
using Xunit;

namespace Kiln.Seccomp.Tests.Bpf;

/// <summary>A compiled program answers every call as its rules do.</summary>
public sealed class BpfCompilerTests(ITestOutputHelper output)
{
    private const int Sets = 300;
    private const int Write = 1;

    public static TheoryData<string> MutantNames => [.. Mutants.All.Keys];

    [Fact]
    public void ProgramsAgreeWithTheirRules()
    {
        int seed = Seed.Next();
        Agreement agreement = new();

        string? difference = agreement.Difference(Mutants.Real, seed, Sets);

        output.WriteLine($"seed {seed}: {string.Join(", ", agreement.Answers)}, {agreement.LongJumps} programs with long jumps");
        Assert.Null(difference);
        // The calls must reach every action, and the rules must need long jumps, or agreement means little.
        Assert.All(
            Agreement.Actions, action => Assert.True(agreement.Answers[action] > 300, $"{action} is rare; seed {seed}"));
        Assert.True(agreement.LongJumps > 10, $"{agreement.LongJumps} programs with long jumps; seed {seed}");
    }

    [Theory]
    [MemberData(nameof(MutantNames))]
    public void AFaultyCompilerIsFound(string name)
    {
        int seed = Seed.Next();

        string? difference = new Agreement().Difference(Mutants.All[name], seed, Sets);

        Assert.True(difference is not null, $"'{name}' survives; seed {seed}");
        output.WriteLine(difference);
    }

    [Fact]
    public void TheSameRulesGiveTheSameBytes()
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        for (int number = 0; number < 50; number++)
        {
            BpfProgram first = BpfCompiler.Compile(new RandomRules(new Random(seed + number)).Set());
            BpfProgram second = BpfCompiler.Compile(new RandomRules(new Random(seed + number)).Set());

            Assert.Equal(MemoryMarshal.AsBytes(first.Instructions).ToArray(), MemoryMarshal.AsBytes(second.Instructions).ToArray());
        }
    }

    [Fact]
    public void TheArchitectureIsTheFirstThingLookedAtAndTheConventionTheSecond()
    {
        sock_filter[] program = Mutants.Real(new([new SyscallRule(Write, [])]));

        Assert.Equal((BpfCodes.LoadWord, 4u), (program[0].code, program[0].k));
        Assert.Equal((BpfCodes.JumpIfEqual, 0xC000_003E), (program[1].code, program[1].k));
        Assert.Equal((BpfCodes.LoadWord, 0u), (program[2].code, program[2].k));
        Assert.Equal((BpfCodes.JumpIfGreaterOrEqual, 0x4000_0000u), (program[3].code, program[3].k));
    }

    [Fact]
    public void ACommonCallIsReachedBeforeAnySearchAndTheKillAndTheDefaultComeLast()
    {
        RuleSet rules = new([.. Enumerable.Range(0, 40).Select(number => new SyscallRule(number, []))]) { Common = [30], Default = FilterAction.Errno(38) };

        sock_filter[] program = Mutants.Real(rules);

        Assert.Equal((BpfCodes.JumpIfEqual, 30u), (program[3].code, program[3].k));
        Assert.Equal((BpfCodes.Return, FilterAction.Errno(38).Value), (program[^2].code, program[^2].k));
        Assert.Equal((BpfCodes.Return, FilterAction.KillProcess.Value), (program[^1].code, program[^1].k));
    }

    [Fact]
    public void AnotherArchitectureIsCheckedAndHasNoX32()
    {
        RuleSet rules = new([new SyscallRule(64, [])]) { Architecture = SyscallArchitecture.Arm64 };
        BpfProgram program = BpfCompiler.Compile(rules);

        Assert.Equal(FilterAction.Allow, program.Run(new Call(64, AuditArchitecture.AUDIT_ARCH_AARCH64, new ulong[6]).Data));
        Assert.Equal(FilterAction.KillProcess, program.Run(new Call(64, AuditArchitecture.AUDIT_ARCH_X86_64, new ulong[6]).Data));
        Assert.Equal(FilterAction.Trap(0), program.Run(new Call(0x4000_0000, AuditArchitecture.AUDIT_ARCH_AARCH64, new ulong[6]).Data));
    }

    [Fact]
    public void NoRulesAllowNothing()
    {
        BpfProgram program = BpfCompiler.Compile(new([]));

        Assert.All(SyscallTable.Numbers, number => Assert.Equal(
            FilterAction.Trap(0), program.Run(new Call(number, AuditArchitecture.AUDIT_ARCH_X86_64, new ulong[6]).Data)));
    }

    // Starts pay for each instruction. Behind 250 comparisons there is one long jump for all of them.
    [Fact]
    public void AValueCostsAnInstruction()
    {
        SyscallRule rule = new(Write, [ArgumentCondition.OneOf(0, ArgumentWidth.Bits32, Enumerable.Range(1, 1000).Select(value => (ulong)value))]);

        Assert.InRange(BpfCompiler.Compile(new([rule])).Length, 1000, 1015);
    }

    [Fact]
    public void RulesThatCompareOneWordLoadItOnce()
    {
        SyscallRule[] rules =
        [
            .. Enumerable.Range(1, 20).Select(
                value => new SyscallRule(Write, [ArgumentCondition.With(1, ArgumentWidth.Bits32, Comparison.Equal, (ulong)value)])),
            new SyscallRule(Write, [ArgumentCondition.With(0, ArgumentWidth.Bits32, Comparison.Equal, 7)]),
        ];

        Assert.Equal([4u, 0u, 24u, 16u], Mutants.Real(new(rules)).Where(step => step.code == BpfCodes.LoadWord).Select(step => step.k));
    }

    [Fact]
    public void AProgramHasAtMost4096Instructions()
    {
        // With a long jump, a 64-bit value takes at most five instructions: a set with one value more than fits is that close to the limit.
        int values = 700;
        int length = 0;
        while (Record.Exception(() => length = BpfCompiler.Compile(OneOf(values)).Length) is null)
        {
            values++;
        }

        Assert.InRange(length, 4096 - 5, 4096);
        Assert.Throws<ProgramTooLargeException>(() => BpfCompiler.Compile(OneOf(values)));
    }

    private static RuleSet OneOf(int count)
    {
        IEnumerable<ulong> values = Enumerable.Range(1, count).Select(value => (ulong)value << 31);
        return new([new SyscallRule(Write, [ArgumentCondition.OneOf(0, ArgumentWidth.Bits64, values)])]);
    }
}
