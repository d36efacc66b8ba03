using Kiln.Linux.Abi;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;
using Kiln.Testing.Harness;
using Kiln.Testing.Seccomp.Bpf;
using Kiln.Testing.Seccomp.Generation;
using Xunit;

namespace Kiln.Seccomp.Tests.Bpf;

/// <summary>The listing of a program says what the program does.</summary>
public sealed class BpfDisassemblerTests
{
    [Fact]
    public void AListingReadsAsAReviewerExpects()
    {
        RuleSet rules = new(
            [
                new SyscallRule(16, [ArgumentCondition.With(1, ArgumentWidth.Bits32, Comparison.Equal, 0xAE80)]),
                new SyscallRule(435, []) { Action = FilterAction.Errno(38) },
            ])
        {
            Default = FilterAction.Trap((int)FilterProfile.Vcpu),
        };

        Assert.Equal(
            """
               0  load  [4]                           the architecture
               1  if    == 0xc000003e then 2 else 11  AUDIT_ARCH_X86_64
               2  load  [0]                           the call's number
               3  if    >= 0x40000000 then 11 else 4  the x32 convention
               4  if    == 0x1b3 then 8 else 5        clone3
               5  if    == 0x10 then 6 else 10        ioctl
               6  load  [24]                          argument 1, low half
               7  if    == 0xae80 then 9 else 10      argument 1, low half
               8  return 0x00050026                   errno(ENOSYS)
               9  return 0x7fff0000                   allow
              10  return 0x00030006                   trap, of vcpu
              11  return 0x80000000                   kill_process

            """,
            new BpfDisassembler(Mutants.Real(rules), SyscallArchitecture.X64).ToString());
    }

    [Fact]
    public void EveryProgramHasALineForEachInstruction()
    {
        Random random = new(Seed.Next());
        for (int count = 0; count < 50; count++)
        {
            sock_filter[] program = Mutants.Real(new RandomRules(random).Set());
            string[] lines = new BpfDisassembler(program, SyscallArchitecture.X64).ToString().TrimEnd('\n').Split('\n');

            Assert.Equal(program.Length, lines.Length);
            Assert.All(lines, line => Assert.DoesNotContain("code 0x", line, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void WhatOnlyOthersWriteIsNamed() => Assert.Equal(
        """
           0  load  [16]                          argument 0, low half
           1  index accumulator
           2  shr   0x3
           3  if    == index then 4 else 5
           4  store memory[2]
           5  load  0x7fff0000
           6  return accumulator

        """,
        new BpfDisassembler(
            [
                new() { code = BpfCodes.LoadWord, k = 16 }, new() { code = 0x07 }, new() { code = 0x74, k = 3 }, new() { code = 0x1D, jf = 1 },
                new() { code = 0x02, k = 2 }, new() { code = 0x00, k = FilterAction.Allow.Value }, new() { code = 0x16 },
            ],
            SyscallArchitecture.X64).ToString());

    [Fact]
    public void EveryInstructionThatTheKernelTakesHasAName()
    {
        int seed = Seed.Next();
        Random random = new(seed);
        for (int count = 0; count < 200; count++)
        {
            string listing = new BpfDisassembler(RandomProgram.Of(random), SyscallArchitecture.X64).ToString();

            Assert.False(listing.Contains("code 0x", StringComparison.Ordinal), $"seed {seed}: {listing}");
        }
        // The control: one that it takes in no filter.
        Assert.Contains("code 0x94", new BpfDisassembler([new() { code = 0x94 }], SyscallArchitecture.X64).ToString(), StringComparison.Ordinal);
    }
}
