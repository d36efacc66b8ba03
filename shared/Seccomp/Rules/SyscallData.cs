namespace Kiln.Seccomp.Rules;

/// <summary>A system call as a filter sees it: struct seccomp_data of linux/seccomp.h.</summary>
/// <param name="architecture">AUDIT_ARCH value of the caller.</param>
/// <param name="instruction">Address of the instruction that made the call.</param>
public readonly ref struct SyscallData(int number, uint architecture, ulong instruction, ReadOnlySpan<ulong> arguments)
{
    /// <summary>sizeof(struct seccomp_data), in bytes.</summary>
    public const int Length = 64;

    private readonly ReadOnlySpan<ulong> _arguments = arguments;

    /// <summary>The system call number.</summary>
    public int Number { get; } = number;

    /// <summary>AUDIT_ARCH value of the caller.</summary>
    public uint Architecture { get; } = architecture;

    /// <summary>Address of the instruction that made the call.</summary>
    public ulong Instruction { get; } = instruction;

    /// <param name="index">The index, 0 to 5.</param>
    public ulong Argument(int index) => _arguments[index];

    /// <summary>Reads the 32 bits at an offset, as a program's load does.</summary>
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
