using System.Linq;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.ProfileCommands.Wording;
using Kiln.Seccomp.Proof;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Attest;

/// <summary>Compares a thread's filters with the expected ones.</summary>
internal sealed class StackComparison(KnownPrograms known)
{
    // Of the calls that an altered program answers otherwise; diff lists all.
    private const int MostListed = 3;

    /// <summary>Lists the deviations; empty when exactly the expected programs are present, unaltered and in order.</summary>
    /// <param name="expected">The expected programs, oldest first.</param>
    /// <param name="carried">The filters present, oldest first.</param>
    internal IReadOnlyList<Finding> Compare(IReadOnlyList<FilterProfile> expected, IReadOnlyList<CarriedFilter> carried)
    {
        List<Finding> findings = [];
        List<CarriedFilter> others = [.. carried];
        List<FilterProfile> absent = [];
        List<CarriedFilter> present = [];
        foreach (FilterProfile program in expected)
        {
            if (others.Find(filter => filter.Program == program) is { } filter)
            {
                others.Remove(filter);
                present.Add(filter);
                continue;
            }
            absent.Add(program);
        }
        findings.AddRange(absent.Select(program => Judge(program, others)));
        findings.AddRange(others.Select(filter => new Finding(
            FindingKind.Extra,
            $"filter {filter.Index} of {filter.Instructions.Length} instructions is {(filter.Program is null ? "no program of these profiles" : $"{filter.Name}, which this thread should not carry")}")));
        if (!present.SequenceEqual(present.OrderBy(filter => filter.Index)))
        {
            findings.Add(new Finding(
                FindingKind.WrongOrder,
                $"the filters are, from the oldest, {string.Join(", ", carried.Select(filter => filter.Name))}; they should be {string.Join(", ", expected.Select(FilterProfiles.NameOf))}"));
        }
        findings.AddRange(present.Where(filter => filter.LogsOnly).Select(filter => new Finding(
            FindingKind.LogsOnly, $"{filter.Name} is there as --seccomp-log makes it: it forbids nothing that no rule answers")));
        return findings;
    }

    // An altered program shows up as a foreign filter: pick the most similar one, if any is similar.
    private Finding Judge(FilterProfile program, List<CarriedFilter> others)
    {
        string name = FilterProfiles.NameOf(program);
        sock_filter[] meant = known[program].ToArray();
        CarriedFilter? altered = others.Where(filter => filter.Program is null && Differences(meant, filter.Instructions).Count() <= meant.Length / 2)
            .MinBy(filter => Differences(meant, filter.Instructions).Count());
        if (altered is null)
        {
            return new Finding(FindingKind.Missing, $"{name} is not on the thread");
        }
        others.Remove(altered);
        int[] different = [.. Differences(meant, altered.Instructions)];
        string length = altered.Instructions.Length == meant.Length ? "" : $", and has {altered.Instructions.Length} instructions in place of {meant.Length}";
        return new Finding(
            FindingKind.Different,
            $"filter {altered.Index} is {name} but for {different.Length} of its instructions, the first at {different[0]}{length}{Meaning(meant, altered.Instructions)}");
    }

    // What the difference comes to, for all arguments.
    private static string Meaning(sock_filter[] meant, sock_filter[] other)
    {
        StackProof proof = StackProof.Of(new FilterStack([meant]), new FilterStack([other]));
        string also = Listed("it also allows", proof.Changes.Where(change => change.After.Permits && !change.Before.Permits));
        string less = Listed("it no longer allows", proof.Changes.Where(change => change.Before.Permits && !change.After.Permits));
        return proof.Changes.Count == 0 && proof.NotProven.Count == 0 ? "; it answers all calls alike" : also + less;
    }

    private static string Listed(string verb, IEnumerable<AnswerChange> changes)
    {
        string[] calls = [.. changes.Select(change => CallWords.Of(change.Calls)).Distinct()];
        string more = calls.Length > MostListed ? $" and {calls.Length - MostListed} more" : "";
        return calls.Length == 0 ? "" : $"; {verb} {string.Join("; ", calls.Take(MostListed))}{more}";
    }

    private static IEnumerable<int> Differences(sock_filter[] meant, sock_filter[] other) =>
        Enumerable.Range(0, Math.Max(meant.Length, other.Length))
            .Where(at => at >= meant.Length || at >= other.Length || BitsOf(meant[at]) != BitsOf(other[at]));

    private static ulong BitsOf(sock_filter instruction) => MemoryMarshal.Cast<sock_filter, ulong>(new ReadOnlySpan<sock_filter>(in instruction))[0];
}
