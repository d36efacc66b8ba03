using Kiln.Linux.Abi;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Rules;
using Kiln.Testing.Seccomp.Bpf;
using Kiln.Testing.Seccomp.Generation;
using Xunit;

namespace Kiln.Seccomp.Tests.Bpf;

/// <summary>The interpreter executes each instruction as the kernel does.</summary>
public sealed class BpfInterpreterTests
{
    private static readonly ulong[] _arguments =
    [
        0x1111_1111_0000_0010, 0x3333_3333_0000_0012, 0x5555_5555_0000_0014, 0x7777_7777_0000_0016, 0x9999_9999_0000_0018,
        0xBBBB_BBBB_0000_001A,
    ];

    private static readonly Call _call = new(1, AuditArchitecture.AUDIT_ARCH_X86_64, _arguments);

    // The offsets of struct seccomp_data (linux/seccomp.h) on a little-endian machine: nr, arch, instruction_pointer, args.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(4, 0xC000_003E)]
    [InlineData(8, 0x0000_1234)]
    [InlineData(12, 0x5555)]
    [InlineData(16, 0x10)]
    [InlineData(20, 0x1111_1111)]
    [InlineData(24, 0x12)]
    [InlineData(28, 0x3333_3333)]
    [InlineData(56, 0x1A)]
    [InlineData(60, 0xBBBB_BBBB)]
    public void LoadsReadTheCall(uint offset, uint expected) => Assert.True(Holds(
        Instruction(BpfCodes.LoadWord, offset), Instruction(BpfCodes.JumpIfEqual, expected, 0, 1)));

    [Theory]
    [InlineData(BpfCodes.JumpIfEqual, 0xC000_003E, true)]
    [InlineData(BpfCodes.JumpIfEqual, 0xC000_003F, false)]
    [InlineData(BpfCodes.JumpIfGreater, 0xC000_003E, false)]
    [InlineData(BpfCodes.JumpIfGreater, 0xC000_003D, true)]
    [InlineData(BpfCodes.JumpIfGreaterOrEqual, 0xC000_003E, true)]
    [InlineData(BpfCodes.JumpIfGreaterOrEqual, 0xC000_003F, false)]
    // 0xC000003E would be negative in a signed comparison.
    [InlineData(BpfCodes.JumpIfGreater, 1, true)]
    [InlineData(BpfCodes.JumpIfCommon, 0x4000_0000, true)]
    [InlineData(BpfCodes.JumpIfCommon, 0x3FFF_FFC1, false)]
    public void ComparisonsAreUnsigned(ushort code, uint operand, bool holds) => Assert.Equal(holds, Holds(
        Instruction(BpfCodes.LoadWord, 4), Instruction(code, operand, 0, 1)));

    [Fact]
    public void AndKeepsTheCommonBits() => Assert.True(Holds(
        Instruction(BpfCodes.LoadWord, 4), Instruction(BpfCodes.And, 0xFF), Instruction(BpfCodes.JumpIfEqual, 0x3E, 0, 1)));

    [Fact]
    public void JumpsCountFromTheNextInstruction() => Assert.True(Holds(
        Instruction(BpfCodes.Jump, 1), Instruction(BpfCodes.Return, (uint)SeccompAction.SECCOMP_RET_TRAP), Instruction(BpfCodes.Jump, 0)));

    [Fact]
    public void WhatIsNoProgramHasNoAnswer()
    {
        Assert.Throws<InvalidOperationException>(() => Run());
        Assert.Throws<InvalidOperationException>(() => Run(Instruction(BpfCodes.Jump, uint.MaxValue)));
        Assert.Throws<InvalidOperationException>(() => Run(Instruction(BpfCodes.LoadWord, 64)));
        Assert.Throws<InvalidOperationException>(() => Run(Instruction(0xFFFF, 0)));
    }

    internal static sock_filter Instruction(ushort code, uint operand, byte whenTrue = 0, byte whenFalse = 0) =>
        new() { code = code, jt = whenTrue, jf = whenFalse, k = operand };

    // Whether the code reaches its next instruction rather than the one after that.
    private static bool Holds(params ReadOnlySpan<sock_filter> code) => Run(
    [
        .. code,
        Instruction(BpfCodes.Return, (uint)SeccompAction.SECCOMP_RET_ALLOW),
        Instruction(BpfCodes.Return, (uint)SeccompAction.SECCOMP_RET_TRAP),
    ]) == FilterAction.Allow;

    private static FilterAction Run(params ReadOnlySpan<sock_filter> program) => BpfInterpreter.Run(program, _call.Data);
}
