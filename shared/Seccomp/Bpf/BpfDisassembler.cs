using System.Globalization;
using System.Text;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;

namespace Kiln.Seccomp.Bpf;

/// <summary>Disassembles a program, one line per instruction: position, operation, jump targets and meaning.</summary>
/// <param name="architecture">The architecture of the system call numbers.</param>
public sealed class BpfDisassembler(sock_filter[] program, SyscallArchitecture architecture)
{
    private const int NothingLoaded = -1;
    private const int NumberOffset = 0;
    private const int ArchitectureOffset = 4;
    private const int InstructionOffset = 8;
    private const int ArgumentsOffset = 16;
    private const uint X32Bit = 0x4000_0000;

    public override string ToString()
    {
        int[] loaded = Loaded();
        StringBuilder text = new();
        for (int at = 0; at < program.Length; at++)
        {
            string line = string.Create(CultureInfo.InvariantCulture, $"{at,4}  {Operation(at),-36}{Meaning(program[at], loaded[at])}");
            text.Append(line.TrimEnd()).Append('\n');
        }
        return text.ToString();
    }

    private string Operation(int at)
    {
        sock_filter instruction = program[at];
        return (instruction.code & ~ForeignBpfCode.BPF_X) switch
        {
            _ when instruction.code == BpfCode.LoadWord => $"load  [{instruction.k}]",
            _ when instruction.code == BpfCode.Jump => $"jump  {at + 1 + instruction.k}",
            _ when instruction.code == BpfCode.ReturnConstant => $"return 0x{instruction.k:x8}",
            BpfCode.JumpIfEqual => Branch(at, "=="),
            BpfCode.JumpIfGreater => Branch(at, ">"),
            BpfCode.JumpIfGreaterOrEqual => Branch(at, ">="),
            BpfCode.JumpIfCommon => Branch(at, "&"),
            _ => ForeignOperation.Of(in instruction),
        };
    }

    private string Branch(int at, string comparison)
    {
        sock_filter instruction = program[at];
        return $"if    {comparison} {ForeignOperation.OperandOf(in instruction)} then {at + 1 + instruction.jt} else {at + 1 + instruction.jf}";
    }

    private string Meaning(sock_filter instruction, int loaded) => instruction.code switch
    {
        BpfCode.LoadWord => NameOf((int)instruction.k),
        BpfCode.ReturnConstant => MeaningOf(new FilterAction(instruction.k)),
        BpfCode.JumpIfEqual or BpfCode.JumpIfGreaterOrEqual when loaded == NumberOffset => instruction.k == X32Bit
            ? "the x32 convention"
            : SyscallTable.NameOf(architecture, (int)instruction.k) ?? "no call",
        BpfCode.JumpIfEqual when loaded == ArchitectureOffset => ((AuditArchitecture)instruction.k).ToString(),
        BpfCode.JumpIfEqual or BpfCode.JumpIfGreater or BpfCode.JumpIfGreaterOrEqual or BpfCode.JumpIfCommon => NameOf(loaded),
        _ => "",
    };

    private static string MeaningOf(FilterAction action) =>
        action.Action == SeccompAction.SECCOMP_RET_TRAP && FilterProfiles.Utf8NameOf((FilterProfile)action.Data) is { IsEmpty: false } profile
            ? $"trap, of {Encoding.ASCII.GetString(profile)}"
            : action.ToString();

    private static string NameOf(int offset) => offset switch
    {
        NothingLoaded => "",
        NumberOffset => "the call's number",
        ArchitectureOffset => "the architecture",
        < InstructionOffset + 8 => "the instruction's address",
        _ => $"argument {(offset - ArgumentsOffset) / 8}, {(offset % 8 == 0 ? "low" : "high")} half",
    };

    // The offset that the accumulator was loaded from at each instruction; unknown where paths with different loads join. Jumps only go forward.
    private int[] Loaded()
    {
        const int NotReached = -2;
        int[] loaded = new int[program.Length];
        Array.Fill(loaded, NotReached);
        loaded[0] = NothingLoaded;
        void Reach(long target, int content)
        {
            if (target < program.Length)
            {
                loaded[target] = loaded[target] == NotReached || loaded[target] == content ? content : NothingLoaded;
            }
        }
        for (int at = 0; at < program.Length; at++)
        {
            sock_filter instruction = program[at];
            switch (instruction.code & 7)
            {
                case BpfCode.BPF_RET:
                    break;
                case BpfCode.BPF_JMP when instruction.code == BpfCode.Jump:
                    Reach(at + 1L + instruction.k, loaded[at]);
                    break;
                case BpfCode.BPF_JMP:
                    Reach(at + 1 + instruction.jt, loaded[at]);
                    Reach(at + 1 + instruction.jf, loaded[at]);
                    break;
                default:
                    Reach(at + 1, After(in instruction, loaded[at]));
                    break;
            }
        }
        return loaded;
    }

    // A mask leaves what was loaded, and so does what only writes elsewhere; what is computed is nobody's word any more.
    private static int After(in sock_filter instruction, int loaded) => instruction.code switch
    {
        BpfCode.LoadWord => (int)instruction.k,
        BpfCode.AndConstant or ForeignBpfCode.BPF_ST or ForeignBpfCode.BPF_STX or ForeignBpfCode.CopyToIndex => loaded,
        ForeignBpfCode.LoadIndexConstant or ForeignBpfCode.LoadIndexLength or ForeignBpfCode.LoadIndexMemory => loaded,
        _ => NothingLoaded,
    };
}
