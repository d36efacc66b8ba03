using System.Linq;
using Kiln.ProfileCommands.Diff;
using Kiln.Seccomp.Proof;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Attest;

/// <summary>
/// The answers of other filters, such as those that were reviewed: a thread may be stricter with any call and must not be less strict with one, in whatever
/// instructions.
/// </summary>
/// <param name="side">The other filters.</param>
/// <param name="name">What the caller calls them.</param>
internal sealed class AnswerStandard(FilterSide side, string name) : IStandard
{
    /// <inheritdoc/>
    public string Met => $"no thread is allowed more than by {name}";

    /// <inheritdoc/>
    public string Failed => $"not every thread is held as strictly as by {name}";

    /// <inheritdoc/>
    public IReadOnlyList<Finding> Compare(IReadOnlyList<FilterProfile> expected, IReadOnlyList<CarriedFilter> carried)
    {
        string role = FilterProfiles.NameOf(expected[^1]);
        if (side.StackOf(expected[^1]) is not { } meant)
        {
            return [new Finding(FindingKind.UnknownThread, $"{name} has no thread {role}")];
        }
        StackMeaning meaning = StackMeaning.Of(meant, new FilterStack([.. carried.Reverse().Select(filter => filter.Instructions)]));
        return meaning.IsEqual ? [] : [new Finding(meaning.IsWider ? FindingKind.Wider : FindingKind.Stricter, $"beside {role} of {name} the thread {meaning}")];
    }
}
