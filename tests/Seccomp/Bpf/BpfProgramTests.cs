using System.Linq;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Bpf;
using Kiln.Testing.Seccomp.Bpf;
using Xunit;
using static Kiln.Seccomp.Tests.Bpf.BpfInterpreterTests;

namespace Kiln.Seccomp.Tests.Bpf;

/// <summary>Exactly the programs that the kernel accepts are valid.</summary>
public sealed class BpfProgramTests
{
    private static readonly sock_filter _return = Instruction(BpfCodes.Return, (uint)SeccompAction.SECCOMP_RET_ALLOW);

    [Fact]
    public void AReturnIsAProgram() => Assert.Null(BpfProgram.ReasonAgainst([_return]));

    [Fact]
    public void AProgramMayHave4096Instructions() =>
        Assert.Null(BpfProgram.ReasonAgainst([.. Enumerable.Repeat(_return, 4096)]));

    [Fact]
    public void AProgramHasAtLeastOneInstructionAndNoMoreThan4096()
    {
        Assert.Equal("a program has 1 to 4096 instructions, not 0", BpfProgram.ReasonAgainst([]));
        Assert.Equal("a program has 1 to 4096 instructions, not 4097", BpfProgram.ReasonAgainst([.. Enumerable.Repeat(_return, 4097)]));
    }

    [Theory]
    [InlineData(BpfCodes.LoadWord, 64, 0, 0, "instruction 0 loads from offset 64, which is no word of a call")]
    [InlineData(BpfCodes.LoadWord, 2, 0, 0, "instruction 0 loads from offset 2, which is no word of a call")]
    [InlineData(BpfCodes.Jump, 1, 0, 0, "instruction 0 leads past the end of the program")]
    [InlineData(BpfCodes.Jump, uint.MaxValue, 0, 0, "instruction 0 leads past the end of the program")]
    [InlineData(BpfCodes.JumpIfEqual, 0, 1, 0, "instruction 0 leads past the end of the program")]
    [InlineData(BpfCodes.JumpIfCommon, 0, 0, 255, "instruction 0 leads past the end of the program")]
    // BPF_ST: the kernel accepts it, but Kiln's filters do not use it.
    [InlineData(0x02, 0, 0, 0, "instruction 0 has code 0x2, which no filter of Kiln uses")]
    public void WhatTheKernelWouldRefuseIsNoProgram(ushort code, uint operand, byte whenTrue, byte whenFalse, string reason)
    {
        sock_filter[] instructions = [Instruction(code, operand, whenTrue, whenFalse), _return];

        Assert.Equal(reason, BpfProgram.ReasonAgainst(instructions));
        Assert.Throws<ArgumentException>(() => new BpfProgram(instructions));
    }

    [Fact]
    public void AProgramEndsInAReturn() => Assert.Equal(
        "instruction 1 leads past the end of the program", BpfProgram.ReasonAgainst([_return, Instruction(BpfCodes.LoadWord, 0)]));
}
