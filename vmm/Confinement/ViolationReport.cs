using Kiln.Linux.Errors;
using Kiln.Linux.Signals;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// The SIGSYS handler: reports a thread's forbidden system call with thread, profile, call, arguments, address, the nearest rule and the command
/// that explains it. The process ends through <see cref="LastWords"/>, with status 148.
/// </summary>
/// <remarks>
/// SIGSYS can interrupt managed code, a P/Invoke or the garbage collector. Therefore the handler is entered at its managed entry point, allocates
/// nothing, and makes no calls but those that end the process. That the entry point follows the C calling convention is observed, not promised: a
/// test covers each context.
/// </remarks>
internal static unsafe class ViolationReport
{
    // Twice six arguments of 16 digits, two names of calls, one of a thread and two of profiles: fewer than 700 bytes.
    private const int LineLength = 1024;

    private const int Arguments = 6;

    /// <summary>Installs the SIGSYS handler. Before that, a violation kills the process with signal 31 and no report.</summary>
    /// <exception cref="LinuxException">Only on a broken kernel.</exception>
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
            ulong* arguments = stackalloc ulong[Arguments]
            {
                registers->Rdi, registers->Rsi, registers->Rdx, registers->R10, registers->R8, registers->R9,
            };
            AppendViolation(ref line, trap, new ReadOnlySpan<ulong>(arguments, Arguments));
            line.Conclude(new Ending(EndingKind.Violation, ExitCode.BadSyscall, Signal.SIGSYS, trap->Code, trap->Syscall), in *registers);
        }
        else if (!SentSignal.TryKeep(signal, in *registers))
        {
            line.Append(" got a SIGSYS that no filter sent"u8);
            line.Conclude(new Ending(EndingKind.Sent, ExitCode.UnexpectedError, Signal.SIGSYS, trap->Code, 0), in *registers);
        }
    }

    private static void AppendViolation(ref ReportLine line, SeccompTrap* trap, ReadOnlySpan<ulong> arguments)
    {
        bool known = RuleTables.TryGet(trap->Profile, out RuleTable rules);
        ReadOnlySpan<byte> profile = known ? FilterProfiles.Utf8NameOf((FilterProfile)trap->Profile) : default;
        ReadOnlySpan<byte> name = SyscallTable.Utf8NameOf(trap->Syscall);
        line.Append(" made a system call that "u8);
        line.Append(known ? "profile "u8 : "its filter"u8);
        line.Append(profile);
        line.Append(" does not allow: "u8);
        line.Append(name.IsEmpty ? "unknown"u8 : name);
        line.Append(" ("u8);
        line.AppendDecimal(trap->Syscall);
        line.Append(") with "u8);
        AppendArguments(ref line, arguments, ", "u8);
        line.Append(" at "u8);
        line.AppendHexadecimal(trap->CallAddress);
        if (known)
        {
            AppendRule(ref line, rules, trap->Syscall, arguments, profile);
            line.Append("; explained by: jailer profile why "u8);
            line.Append(RuleTables.AreCustom ? "--seccomp-profiles DIR "u8 : default);
            line.Append(profile);
            line.Append(" "u8);
            AppendCall(ref line, name, trap->Syscall);
            line.Append(" "u8);
            AppendArguments(ref line, arguments, " "u8);
        }
    }

    private static void AppendRule(
        ref ReportLine line, RuleTable rules, int number, ReadOnlySpan<ulong> arguments, ReadOnlySpan<byte> profile)
    {
        RuleMatch match = rules.Nearest(number, arguments, out RuleRecord rule, out ConditionRecord failed);
        if (match == RuleMatch.None)
        {
            line.Append("; no rule of "u8);
            line.Append(profile);
            line.Append(" names it"u8);
            return;
        }
        line.Append(match == RuleMatch.Whole ? "; forbidden by "u8 : "; nearest rule "u8);
        line.Append(rule.Profile);
        line.Append(".yaml:"u8);
        line.AppendDecimal(rule.Line);
        line.Append(":"u8);
        line.AppendDecimal(rule.Column);
        if (match == RuleMatch.Partial)
        {
            line.Append(", whose "u8);
            ConditionText.Append(ref line, failed);
        }
    }

    // A call without a known name is given by its number.
    private static void AppendCall(ref ReportLine line, ReadOnlySpan<byte> name, int number)
    {
        if (name.IsEmpty)
        {
            line.AppendDecimal(number);
        }
        line.Append(name);
    }

    private static void AppendArguments(ref ReportLine line, ReadOnlySpan<ulong> arguments, ReadOnlySpan<byte> separator)
    {
        for (int index = 0; index < arguments.Length; index++)
        {
            line.Append(index == 0 ? default : separator);
            line.AppendHexadecimal(arguments[index]);
        }
    }
}
