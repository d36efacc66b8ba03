using System.Linq;
using Kiln.Jailer.Foundation;
using Kiln.ProfileCommands.Options;
using Kiln.ProfileCommands.Wording;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Rules;

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
    internal string CallName => CallWords.NameOf(Number);

    /// <inheritdoc/>
    public override string ToString() => CallWords.Made(Number, Arguments);

    /// <summary>Parses a question given in words, or a violation line of the monitor's log.</summary>
    /// <param name="operands">A thread, a call and up to six arguments; or a single violation line.</param>
    /// <exception cref="JailerFailure"/>
    internal static CallQuestion Of(string[] operands) => operands switch
    {
        [string text] when ViolationLine.Of(text) is { } line => Of(line.Profile, line.Number, line.Arguments),
        [string thread, string call, .. string[] values] => Of(thread, call, values),
        _ => throw new JailerFailure(
            "THREAD and CALL are missing: jailer profile why vcpu ioctl 9 KVM_RUN; or give the line of a violation or of an audit log as one argument, in quotes"),
    };

    private static CallQuestion Of(string thread, string call, IReadOnlyList<string> values) => new(
        ThreadName.Demand(thread),
        SyscallName.Demand(call),
        values.Count <= MostArguments
            ? [.. values.Select(CallValue.Demand), .. new ulong[MostArguments - values.Count]]
            : throw new JailerFailure($"a call has at most {MostArguments} arguments, not {values.Count}"));
}
