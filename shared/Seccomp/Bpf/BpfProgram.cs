using Kiln.Linux.Abi;
using Kiln.Seccomp.Rules;

namespace Kiln.Seccomp.Bpf;

/// <summary>
/// A valid program: 1 to 4096 instructions of the subset that Kiln's filters use, all jumps inside the program, all loads inside struct
/// seccomp_data, and a return on every path. Since jumps only go forward, it always terminates.
/// </summary>
public sealed class BpfProgram
{
    private readonly sock_filter[] _instructions;

    /// <param name="instructions">The instructions in order; they are copied.</param>
    /// <exception cref="ArgumentException">The kernel would reject them, or they use more of classic BPF than Kiln does.</exception>
    public BpfProgram(ReadOnlySpan<sock_filter> instructions)
    {
        if (ReasonAgainst(instructions) is { } reason)
        {
            throw new ArgumentException(reason, nameof(instructions));
        }
        _instructions = instructions.ToArray();
    }

    /// <summary>The instructions in order.</summary>
    public ReadOnlySpan<sock_filter> Instructions => _instructions;

    /// <summary>The number of instructions, 1 to 4096.</summary>
    public int Length => _instructions.Length;

    /// <summary>Runs the program on a call as the kernel does.</summary>
    public FilterAction Run(in SyscallData call) => BpfInterpreter.Run(_instructions, in call);

    /// <summary>Where the compiler puts the return for calls that no rule names, counted from the end; the kill follows it.</summary>
    internal static Index DefaultAnswer => ^2;

    /// <summary>Why instructions cannot be the compiler's output, or null when they may be.</summary>
    internal static string? ReasonAgainstAnswers(ReadOnlySpan<sock_filter> instructions) =>
        ReasonAgainst(instructions)
        ?? (instructions.Length >= 2 && instructions[DefaultAnswer].code == BpfCode.ReturnConstant
            ? null
            : "it does not end with its default answer and the kill");

    /// <summary>Why instructions are invalid, or null when they are valid.</summary>
    public static string? ReasonAgainst(ReadOnlySpan<sock_filter> instructions)
    {
        if (instructions.Length is 0 or > BpfLimits.BPF_MAXINSNS)
        {
            return $"a program has 1 to {BpfLimits.BPF_MAXINSNS} instructions, not {instructions.Length}";
        }
        for (int at = 0; at < instructions.Length; at++)
        {
            // Instructions after this one: a jump over all of them would leave the program.
            uint behind = (uint)(instructions.Length - at - 1);
            if (ReasonAgainst(in instructions[at], behind) is { } reason)
            {
                return $"instruction {at} {reason}";
            }
        }
        return null;
    }

    private static string? ReasonAgainst(in sock_filter instruction, uint behind) => instruction.code switch
    {
        BpfCode.LoadWord when !IsWordOfCall(instruction.k) => $"loads from offset {instruction.k}, which is no word of a call",
        BpfCode.LoadWord or BpfCode.AndConstant => Continue(behind),
        BpfCode.Jump => Target(instruction.k, behind),
        BpfCode.JumpIfEqual or BpfCode.JumpIfGreater or BpfCode.JumpIfGreaterOrEqual or BpfCode.JumpIfCommon =>
            Target(Math.Max(instruction.jt, instruction.jf), behind),
        BpfCode.ReturnConstant => null,
        _ => $"has code 0x{instruction.code:x}, which no filter of Kiln uses",
    };

    private static bool IsWordOfCall(uint offset) => offset < SyscallData.Length && offset % sizeof(uint) == 0;

    private static string? Continue(uint behind) => Target(0, behind);

    private static string? Target(uint distance, uint behind) => distance < behind ? null : "leads past the end of the program";
}
