using System.Globalization;
using System.Linq;
using Kiln.Jailer.Foundation;
using Kiln.ProfileCommands.Options;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;

namespace Kiln.ProfileCommands.Why;

/// <summary>A system call to explain, and the thread that makes it.</summary>
/// <param name="Program">The newest program on the thread; those below it apply as well.</param>
internal sealed record CallQuestion(FilterProfile Program, int Number, IReadOnlyList<ulong> Arguments)
{
    /// <summary>Arguments visible to a seccomp filter.</summary>
    internal const int MostArguments = 6;

    /// <summary>The call in the layout that a filter reads.</summary>
    internal SyscallData Data => new(Number, (uint)AuditArchitecture.AUDIT_ARCH_X86_64, 0, Arguments.ToArray());

    /// <summary>The call's name, or its number when it has none.</summary>
    internal string CallName => SyscallTable.NameOf(Number) ?? $"call {Number}";

    /// <inheritdoc/>
    public override string ToString() => $"{CallName}({string.Join(", ", Arguments.Select(value => $"0x{value:x}"))})";

    /// <summary>Parses a question given in words, or a violation line of the monitor's log.</summary>
    /// <param name="operands">A thread, a call and up to six arguments; or a single violation line.</param>
    /// <exception cref="JailerFailure"/>
    internal static CallQuestion Of(string[] operands) => operands switch
    {
        [string text] when ViolationLine.Of(text) is { } line => Of(line.Profile, line.Number, line.Arguments),
        [string profile, string call, .. string[] values] => Of(profile, call, values),
        _ => throw new JailerFailure(
            "THREAD and CALL are missing: jailer profile why vcpu ioctl 9 KVM_RUN; or give the line of a violation as one argument, in quotes"),
    };

    private static CallQuestion Of(string profile, string call, IReadOnlyList<string> values) => new(
        ProfileOptions.ProgramOf(profile),
        SyscallTable.NumberOf(call) ?? NumberOf(call) ?? throw new JailerFailure($"there is no system call '{call}' on x86_64"),
        values.Count <= MostArguments
            ? Six(values.Select(value => ValueOf(value) ?? throw new JailerFailure($"'{value}' is neither a number nor a constant that profiles know")))
            : throw new JailerFailure($"a call has at most {MostArguments} arguments, not {values.Count}"));

    private static ulong[] Six(IEnumerable<ulong> values)
    {
        ulong[] six = new ulong[MostArguments];
        values.ToArray().CopyTo(six, 0);
        return six;
    }

    private static int? NumberOf(string text) => ParseNumber(text) is <= int.MaxValue and var number ? (int)number : null;

    // Flags may be joined by |, as in profiles.
    private static ulong? ValueOf(string text)
    {
        ulong value = 0;
        foreach (string part in text.Split("|"))
        {
            if ((ParseNumber(part) ?? NamedConstants.ValueOf(part)) is not { } bits)
            {
                return null;
            }
            value |= bits;
        }
        return value;
    }

    // A negative number is what C passes for it, in all 64 bits.
    private static ulong? ParseNumber(string text)
    {
        if (text.StartsWith('-'))
        {
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long negative) ? unchecked((ulong)negative) : null;
        }
        bool isHexadecimal = text.StartsWith("0x", StringComparison.Ordinal);
        return ulong.TryParse(
            isHexadecimal ? text.AsSpan(2) : text,
            isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
            CultureInfo.InvariantCulture,
            out ulong value)
                ? value
                : null;
    }
}
