using System.Linq;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Abi;
using static Kiln.Seccomp.Tests.Bpf.BpfInterpreterTests;

namespace Kiln.Seccomp.Tests.Bpf;

/// <summary>Makes valid programs of any instructions that a filter may have, which answer with an errno that they compute.</summary>
internal static class RandomProgram
{
    private const int Length = 40;
    private const int Words = 16;

    // struct seccomp_data without the address of the instruction, which the interpreter cannot know.
    private static readonly uint[] _offsets = [0, 4, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60];

    private static readonly ushort[] _plain = [0x00, 0x01, 0x80, 0x81, 0x07, 0x87, 0x84];
    private static readonly ushort[] _memory = [0x60, 0x61, 0x02, 0x03];
    private static readonly ushort[] _computing = [0x04, 0x14, 0x24, 0x34, 0x44, 0x54, 0x64, 0x74, 0xA4];
    private static readonly ushort[] _jumps = [0x15, 0x25, 0x35, 0x45];

    /// <summary>Codes of valid instructions.</summary>
    internal static IReadOnlyList<ushort> Codes { get; } =
        [0x20, 0x05, 0x06, 0x16, .. _plain, .. _memory, .. ((ushort[])[.. _computing, .. _jumps]).SelectMany(code => new[] { code, (ushort)(code | 8) })];

    internal static sock_filter[] Of(Random random) =>
    [
        // The process needs write and exit_group to tell of the answer.
        Instruction(0x20, 0), Instruction(0x15, 1, 1, 0), Instruction(0x15, 231, 0, 1), Instruction(0x06, (uint)SeccompAction.SECCOMP_RET_ALLOW),
        .. Enumerable.Range(0, Words).SelectMany(word => new[] { Instruction(0x00, (uint)random.Next()), Instruction(0x02, (uint)word) }),
        .. Enumerable.Range(0, Length).Select(index => Any(random, Length - index - 1)),
        Instruction(0x54, 0xFFF), Instruction(0x44, (uint)SeccompAction.SECCOMP_RET_ERRNO), Instruction(0x16, 0),
    ];

    private static sock_filter Any(Random random, int behind) => random.Next(8) switch
    {
        0 or 1 => Instruction(0x20, _offsets[random.Next(_offsets.Length)]),
        2 => Instruction(_plain[random.Next(_plain.Length)], (uint)random.NextInt64(1L << random.Next(33))),
        3 => Instruction(_memory[random.Next(_memory.Length)], (uint)random.Next(Words)),
        4 => Instruction((ushort)(_jumps[random.Next(_jumps.Length)] | Register(random)), (uint)random.Next(), Near(random, behind), Near(random, behind)),
        5 => Instruction(0x05, Near(random, behind)),
        _ => Computing((ushort)(_computing[random.Next(_computing.Length)] | Register(random)), random),
    };

    private static int Register(Random random) => random.Next(2) * 8;

    private static byte Near(Random random, int behind) => (byte)random.Next(Math.Min(behind, 4) + 1);

    // A constant that the kernel takes for every operation: no division by zero, no shift by more than there is.
    private static sock_filter Computing(ushort code, Random random) => Instruction(code, code is 0x64 or 0x74 ? (uint)random.Next(32) : (uint)random.Next(1, int.MaxValue));
}
