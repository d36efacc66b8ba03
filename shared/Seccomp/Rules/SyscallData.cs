namespace Kiln.Seccomp.Rules;

/// <summary>What a filter sees of a call: struct seccomp_data of linux/seccomp.h.</summary>
/// <param name="number">The call's number.</param>
/// <param name="architecture">AUDIT_ARCH of the caller.</param>
/// <param name="instruction">Where the call was made.</param>
/// <param name="arguments">Six arguments.</param>
public readonly ref struct SyscallData(int number, uint architecture, ulong instruction, ReadOnlySpan<ulong> arguments)
{
    /// <summary>sizeof(struct seccomp_data), in bytes.</summary>
    public const int Length = 64;

    private readonly ReadOnlySpan<ulong> _arguments = arguments;

    /// <summary>The call's number.</summary>
    public int Number { get; } = number;

    /// <summary>AUDIT_ARCH of the caller.</summary>
    public uint Architecture { get; } = architecture;

    /// <summary>Where the call was made.</summary>
    public ulong Instruction { get; } = instruction;

    /// <summary>An argument.</summary>
    /// <param name="index">0 to 5.</param>
    public ulong Argument(int index) => _arguments[index];

    /// <summary>The 32 bits at an offset, as a program loads them.</summary>
    /// <param name="offset">A multiple of four below 64.</param>
    public uint Word(uint offset) => offset switch
    {
        0 => (uint)Number,
        4 => Architecture,
        8 => (uint)Instruction,
        12 => (uint)(Instruction >> 32),
        _ => (uint)(_arguments[(int)(offset - 16) / 8] >> ((offset & 4) == 0 ? 0 : 32)),
    };
}
