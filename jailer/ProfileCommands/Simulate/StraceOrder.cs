using Kiln.ProfileCommands.Why;
using Kiln.Seccomp.Syscalls;

namespace Kiln.ProfileCommands.Simulate;

/// <summary>Which register an argument of strace is in: it prints most calls in the kernel's order, and some in that of the C library.</summary>
internal static class StraceOrder
{
    // Named, and in another order.
    private static readonly string[] _cloneNames = ["flags", "child_stack", "parent_tid", "child_tidptr", "tls"];

    internal static KnownBits[] InRegisters(string call, IReadOnlyList<string> arguments)
    {
        KnownBits[] registers = new KnownBits[CallQuestion.MostArguments];
        for (int printed = 0; printed < arguments.Count; printed++)
        {
            (int register, string text) = call == "clone" ? Named(arguments[printed], printed) : (RegisterOf(call, printed), arguments[printed]);
            if (register >= 0 && register < registers.Length)
            {
                registers[register] = StraceValue.Of(text, SyscallArguments.ExtentOf(call, register));
            }
        }
        return registers;
    }

    // Raw arguments (-e raw) have no names, and are in the kernel's order.
    private static (int Register, string Text) Named(string text, int printed)
    {
        int length = text.IndexOf('=', StringComparison.Ordinal);
        return length < 0 ? (printed, text) : (Array.IndexOf(_cloneNames, text[..length]), text[(length + 1)..]);
    }

    // Negative where it depends on other arguments, or the call has no such one.
    private static int RegisterOf(string call, int printed) => call switch
    {
        // By the operation, the timeout, the other address or neither are left out.
        "futex" => printed < 2 ? printed : -1,
        // The upper half of the offset is left out.
        "preadv2" or "pwritev2" => printed == 4 ? 5 : printed,
        _ => SyscallArguments.ExtentOf(call, printed) == ArgumentExtent.None ? -1 : printed,
    };
}
