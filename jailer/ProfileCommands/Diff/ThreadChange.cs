using Kiln.Seccomp.Proof;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Diff;

/// <summary>Calls of a thread that are answered differently.</summary>
/// <param name="Place">The line that permits the calls, where one of the sides does and its profiles are at hand; else null.</param>
internal sealed record ThreadChange(AnswerChange Change, string? Place)
{
    /// <summary>What it comes to.</summary>
    internal DiffVerdict Verdict => Change.IsWider ? DiffVerdict.Wider : Change.IsStricter ? DiffVerdict.Stricter : DiffVerdict.Other;

    /// <summary>What it has in common with changes that differ in their arguments only.</summary>
    internal (WordSet Numbers, FilterAction Before, FilterAction After) Kind => (Change.Calls[CallBox.Number], Change.Before, Change.After);

    /// <param name="placeOf">Finds the line by a change and whether the new side is the one that permits.</param>
    internal static ThreadChange Of(AnswerChange change, Func<AnswerChange, bool, string?> placeOf) =>
        new(change, (change.IsWider ? change.After : change.Before).Permits ? placeOf(change, change.IsWider) : null);
}
