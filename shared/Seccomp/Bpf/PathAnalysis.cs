using Kiln.Linux.Abi;
using Kiln.Seccomp.Abi;

namespace Kiln.Seccomp.Bpf;

/// <summary>
/// Measures all paths of a program, following each jump that depends on an argument both ways. Jumps only go forward, so what follows an
/// instruction is known before the instruction is analyzed.
/// </summary>
public sealed class PathAnalysis
{
    // Offsets in struct seccomp_data.
    private const uint NumberOffset = 0;
    private const uint ArchitectureOffset = 4;

    private readonly sock_filter[] _program;
    private readonly uint _architecture;

    public PathAnalysis(ReadOnlySpan<sock_filter> program, uint architecture)
    {
        _program = program.ToArray();
        _architecture = architecture;
    }

    /// <summary>Measures the paths of a call.</summary>
    /// <exception cref="InvalidOperationException">The program is invalid.</exception>
    public CallPath Of(int number)
    {
        Lengths[] behind = new Lengths[_program.Length];
        for (int at = _program.Length - 1; at >= 0; at--)
        {
            behind[at] = From(at, number, behind);
        }
        Lengths whole = Walk(0, null, number, behind, out bool sawArgument);
        return new CallPath(whole.Longest, whole.ShortestAllow, !sawArgument && whole.ShortestAllow is not null);
    }

    // The paths from an instruction when the accumulator is unknown.
    private Lengths From(int at, int number, Lengths[] behind)
    {
        sock_filter instruction = _program[at];
        return instruction.code switch
        {
            BpfCode.ReturnConstant => Return(instruction.k),
            BpfCode.LoadWord when Known(instruction.k, number) is { } value => Walk(at + 1, value, number, behind, out _).After(1),
            BpfCode.LoadWord or BpfCode.AndConstant => behind[at + 1].After(1),
            BpfCode.Jump => behind[at + 1 + (int)instruction.k].After(1),
            BpfCode.JumpIfEqual or BpfCode.JumpIfGreater or BpfCode.JumpIfGreaterOrEqual or BpfCode.JumpIfCommon =>
                behind[at + 1 + instruction.jt].Or(behind[at + 1 + instruction.jf]).After(1),
            _ => throw new InvalidOperationException($"instruction {at} has code 0x{instruction.code:x}, which no filter of Kiln uses"),
        };
    }

    // Continues while the accumulator is known.
    private Lengths Walk(int start, uint? accumulator, int number, Lengths[] behind, out bool sawArgument)
    {
        sawArgument = false;
        int steps = 0;
        for (int at = start; ; at++, steps++)
        {
            sock_filter instruction = _program[at];
            switch (instruction.code)
            {
                case BpfCode.LoadWord when Known(instruction.k, number) is { } value:
                    accumulator = value;
                    break;
                case BpfCode.AndConstant when accumulator is not null:
                    accumulator &= instruction.k;
                    break;
                case BpfCode.Jump:
                    at += (int)instruction.k;
                    break;
                case BpfCode.ReturnConstant:
                    return Return(instruction.k).After(steps);
                case BpfCode.JumpIfEqual or BpfCode.JumpIfGreater or BpfCode.JumpIfGreaterOrEqual or BpfCode.JumpIfCommon when accumulator is { } left:
                    at += IsTaken(instruction, left) ? instruction.jt : instruction.jf;
                    break;
                default:
                    sawArgument = true;
                    return behind[at].After(steps);
            }
        }
    }

    private uint? Known(uint offset, int number) => offset switch
    {
        NumberOffset => (uint)number,
        ArchitectureOffset => _architecture,
        _ => null,
    };

    private static bool IsTaken(in sock_filter jump, uint accumulator) => jump.code switch
    {
        BpfCode.JumpIfEqual => accumulator == jump.k,
        BpfCode.JumpIfGreater => accumulator > jump.k,
        BpfCode.JumpIfGreaterOrEqual => accumulator >= jump.k,
        _ => (accumulator & jump.k) != 0,
    };

    private static Lengths Return(uint answer) => new(1, answer == (uint)SeccompAction.SECCOMP_RET_ALLOW ? 1 : null);

    private readonly record struct Lengths(int Longest, int? ShortestAllow)
    {
        internal Lengths After(int steps) => new(Longest + steps, ShortestAllow + steps);

        internal Lengths Or(Lengths other) => new(
            Math.Max(Longest, other.Longest),
            ShortestAllow is null || other.ShortestAllow < ShortestAllow ? other.ShortestAllow : ShortestAllow);
    }
}
