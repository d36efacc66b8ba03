using System.Linq;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Rules;
using Kiln.Testing.Harness;
using Kiln.Testing.Seccomp.Generation;
using Xunit;
using static Kiln.Seccomp.Tests.Bpf.BpfInterpreterTests;

namespace Kiln.Seccomp.Tests.Bpf;

/// <summary>Programs with all of classic BPF that a filter may have: the interpreter computes what the kernel computes.</summary>
public sealed class ForeignProgramTests(ITestOutputHelper output)
{
    private const int Programs = 2_000;

    // Most answers are errnos; a division by zero ends the thread.
    private const int LeastErrors = 1_500;
    private const int LeastEnds = 10;

    private const ushort BpfReturn = 0x06;

    [Fact]
    public void TheKernelComputesTheSame()
    {
        (int errors, int ends, int differences) = Compare(program => program);

        output.WriteLine($"{errors} errnos, {ends} divisions by zero");
        Assert.Equal(0, differences);
        Assert.InRange(errors, LeastErrors, Programs);
        Assert.InRange(ends, LeastEnds, Programs);
    }

    // The kernel is given another program: its additions are subtractions.
    [Fact]
    public void AnotherComputationIsFound()
    {
        (_, _, int differences) = Compare(program => [.. program.Select(step => (step.code & ~8) == 0x04 ? step with { code = (ushort)(step.code | 0x10) } : step)]);

        Assert.InRange(differences, 10, Programs);
    }

    [Theory]
    [InlineData(0x20, 64u, "instruction 0 loads from offset 64, which is no word of a call")]
    [InlineData(0x20, 17u, "instruction 0 loads from offset 17, which is no word of a call")]
    [InlineData(0x34, 0u, "instruction 0 divides by zero")]
    [InlineData(0x64, 32u, "instruction 0 shifts by 32 bits")]
    [InlineData(0x60, 16u, "instruction 0 has code 0x60 with 0x10, which the kernel takes in no filter")]
    [InlineData(0x94, 3u, "instruction 0 has code 0x94 with 0x3, which the kernel takes in no filter")]
    [InlineData(0x30, 0u, "instruction 0 has code 0x30 with 0x0, which the kernel takes in no filter")]
    [InlineData(0x05, 1u, "instruction 0 leads past the end of the program")]
    [InlineData(0x05, uint.MaxValue, "instruction 0 leads past the end of the program")]
    [InlineData(0x05, 0u, null)]
    [InlineData(0x16, 0u, null)]
    public void WhatTheKernelRejectsIsNoProgram(int code, uint operand, string? reason)
    {
        sock_filter[] program = [Instruction((ushort)code, operand), Instruction(BpfReturn, (uint)SeccompAction.SECCOMP_RET_ALLOW)];

        Assert.Equal(reason, ForeignProgram.ReasonAgainst(program));
        if (reason is null)
        {
            Assert.Equal(code == 0x16 ? FilterAction.KillThread : FilterAction.Allow, BpfInterpreter.Run(program, RandomCall(new Random(1)).Data));
        }
    }

    [Fact]
    public void AProgramHasAnEndAndALength()
    {
        Assert.NotNull(ForeignProgram.ReasonAgainst([]));
        Assert.NotNull(ForeignProgram.ReasonAgainst(new sock_filter[4097]));
        Assert.Equal("instruction 0 leads past the end of the program", ForeignProgram.ReasonAgainst([Instruction(0x07, 0)]));
    }

    // Bytes of anybody are either refused or run to an answer.
    [Fact]
    public void WhateverIsTakenRuns()
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        int taken = 0;
        for (int count = 0; count < 100_000; count++)
        {
            sock_filter[] program = new sock_filter[random.Next(1, 6)];
            for (int at = 0; at < program.Length; at++)
            {
                ushort code = random.Next(4) == 0 ? (ushort)random.Next(0x100) : RandomProgram.Codes[random.Next(RandomProgram.Codes.Count)];
                program[at] = Instruction(code, (uint)random.Next(70), (byte)random.Next(3), (byte)random.Next(3));
            }
            program[^1] = random.Next(4) == 0 ? program[^1] : Instruction(BpfReturn, 0);
            if (ForeignProgram.ReasonAgainst(program) is null)
            {
                taken++;
                _ = BpfInterpreter.Run(program, RandomCall(random).Data);
            }
        }
        output.WriteLine($"{taken} were taken");
        Assert.InRange(taken, 1_000, 90_000);
    }

    private (int Errors, int Ends, int Differences) Compare(Func<sock_filter[], sock_filter[]> forKernel)
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        (sock_filter[] Program, Call Call)[] pairs = [.. Enumerable.Range(0, Programs).Select(_ => (RandomProgram.Of(random), RandomCall(random)))];
        int[] kernel = KernelFilter.AnswersTo([.. pairs.Select(pair => (forKernel(pair.Program), pair.Call))]);
        int differences = 0;
        int errors = 0;
        for (int index = 0; index < pairs.Length; index++)
        {
            Assert.Null(ForeignProgram.ReasonAgainst(pairs[index].Program));
            FilterAction answer = BpfInterpreter.Run(pairs[index].Program, pairs[index].Call.Data);
            int expected = answer == FilterAction.KillThread ? KernelFilter.Ended : answer.Effect.Data;
            differences += expected == kernel[index] ? 0 : 1;
            errors += kernel[index] >= 0 ? 1 : 0;
        }
        return (errors, pairs.Length - errors, differences);
    }

    // No number of a call that exists: what is allowed by mistake does nothing.
    private static Call RandomCall(Random random) => new(
        random.Next(600, 700),
        AuditArchitecture.AUDIT_ARCH_X86_64,
        [.. Enumerable.Range(0, 6).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue) >> (random.Next(3) * 24))]);
}
