using Kiln.Linux;
using Kiln.Seccomp;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// The last act of a process whose thread made a system call that its filter does not allow: it names thread, call, arguments
/// and address on standard error, gives the terminal back, and ends with status 148.
/// </summary>
/// <remarks>
/// SIGSYS can interrupt managed code, a P/Invoke or the collector. So the handler is entered by its managed entry point, allocates
/// nothing, and makes no call but those that end the process. That entry point follows the C convention by observation, not
/// by promise: a test covers each context.
/// </remarks>
internal static unsafe class ViolationReport
{
    // The longest line, with six 16 digit arguments and a 15 byte thread name, is under 300 bytes.
    private const int LineLength = 512;

    /// <summary>Takes SIGSYS. Before this a violation ends the process by signal 31, without a line.</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    internal static void Install() => SignalDisposition.Handle(Signal.SIGSYS, &OnSignal);

    private static void OnSignal(int signal, void* information, void* context)
    {
        SeccompTrap* trap = (SeccompTrap*)information;
        TrapContext* registers = (TrapContext*)context;
        byte* buffer = stackalloc byte[LineLength];
        ReportLine line = new(new Span<byte>(buffer, LineLength));
        line.AppendThread(in *registers);
        if (trap->Code == SeccompTrap.FromFilter)
        {
            AppendCall(ref line, trap, registers);
            line.Conclude(ExitCode.BadSyscall);
        }
        else
        {
            line.Append(" got a SIGSYS that no filter sent"u8);
            line.Conclude(ExitCode.UnexpectedError);
        }
    }

    private static void AppendCall(ref ReportLine line, SeccompTrap* trap, TrapContext* registers)
    {
        ReadOnlySpan<byte> name = SyscallTable.Utf8NameOf(trap->Syscall);
        line.Append(" made a system call that its filter does not allow: "u8);
        line.Append(name.IsEmpty ? "unknown"u8 : name);
        line.Append(" ("u8);
        line.AppendDecimal(trap->Syscall);
        line.Append(") with "u8);
        AppendArgument(ref line, registers->Rdi, ", "u8);
        AppendArgument(ref line, registers->Rsi, ", "u8);
        AppendArgument(ref line, registers->Rdx, ", "u8);
        AppendArgument(ref line, registers->R10, ", "u8);
        AppendArgument(ref line, registers->R8, ", "u8);
        AppendArgument(ref line, registers->R9, " at "u8);
        line.AppendHexadecimal(trap->CallAddress);
    }

    private static void AppendArgument(ref ReportLine line, ulong value, ReadOnlySpan<byte> separator)
    {
        line.AppendHexadecimal(value);
        line.Append(separator);
    }
}
