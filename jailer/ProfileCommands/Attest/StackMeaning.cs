using System.Linq;
using Kiln.Linux.Abi;
using Kiln.ProfileCommands.Wording;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Proof;

namespace Kiln.ProfileCommands.Attest;

/// <summary>What the difference of filters comes to, for all calls and arguments.</summary>
/// <param name="Proof">The comparison; null when one of the filters is no program, which the kernel would not have taken.</param>
internal sealed record StackMeaning(StackProof? Proof)
{
    // Of the calls that are answered otherwise; diff lists all.
    private const int MostListed = 3;

    // A filter with more changes is not an altered one but another.
    private const int MostOfNear = 32;

    /// <summary>Whether one can be taken for the other, altered.</summary>
    internal bool IsNear => Proof is { NotProven.Count: 0, Changes.Count: <= MostOfNear };

    /// <summary>Whether the second lets calls through that the first does not, or may.</summary>
    internal bool IsWider => Proof is null || Proof.NotProven.Count > 0 || Proof.Changes.Any(change => change.IsWider);

    /// <summary>Whether all calls are answered alike, proven.</summary>
    internal bool IsEqual => Proof is { NotProven.Count: 0, Changes.Count: 0 };

    /// <param name="meant">A filter as it should be.</param>
    internal static StackMeaning Of(sock_filter[] meant, sock_filter[] other) =>
        ForeignProgram.ReasonAgainst(meant) is null && ForeignProgram.ReasonAgainst(other) is null
            ? Of(new FilterStack([meant]), new FilterStack([other]))
            : new StackMeaning((StackProof?)null);

    /// <param name="meant">The filters of a thread as they should be.</param>
    internal static StackMeaning Of(FilterStack meant, FilterStack other) => new(StackProof.Of(meant, other));

    /// <summary>A predicate that follows the name of the second.</summary>
    public override string ToString()
    {
        if (Proof is null)
        {
            return "is no valid program";
        }
        string[] parts =
        [
            Listed("also allows", Proof.Changes.Where(change => change.After.Permits && !change.Before.Permits).Select(change => CallWords.Of(change.Calls))),
            Listed("no longer allows", Proof.Changes.Where(change => change.Before.Permits && !change.After.Permits).Select(change => CallWords.Of(change.Calls))),
            Listed("answers otherwise", Proof.Changes.Where(change => change.Before.Permits == change.After.Permits)
                .Select(change => $"{CallWords.Of(change.Calls)} ({change.Before} -> {change.After})")),
            Listed("cannot be followed for", Proof.NotProven.Select(unproven => CallWords.NameOf(unproven.Calls))),
        ];
        return IsEqual ? "answers all calls alike" : string.Join(", ", parts.Where(part => part.Length > 0));
    }

    private static string Listed(string verb, IEnumerable<string> what)
    {
        string[] calls = [.. what.Distinct()];
        string more = calls.Length > MostListed ? $" and {calls.Length - MostListed} more" : "";
        return calls.Length == 0 ? "" : $"{verb} {string.Join("; ", calls.Take(MostListed))}{more}";
    }
}
