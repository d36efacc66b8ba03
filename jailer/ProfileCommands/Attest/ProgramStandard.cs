using System.Linq;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Attest;

/// <summary>The expected filters themselves, byte for byte.</summary>
internal sealed class ProgramStandard(KnownPrograms known) : IStandard
{
    /// <inheritdoc/>
    public string Met => "every thread carries the filters that these profiles compile to, byte for byte";

    /// <inheritdoc/>
    public string Failed => "the filters are not the ones that these profiles compile to";

    /// <inheritdoc/>
    public IReadOnlyList<Finding> Compare(IReadOnlyList<FilterProfile> expected, IReadOnlyList<CarriedFilter> carried)
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

    // An altered program shows up as a foreign filter: the one with the most instructions of it, or the one that answers nearly all calls as it does.
    private Finding Judge(FilterProfile program, List<CarriedFilter> others)
    {
        sock_filter[] meant = known[program].ToArray();
        (CarriedFilter Filter, int[] Different)[] foreign = [.. others.Where(filter => filter.Program is null).Select(filter => (filter, Differences(meant, filter.Instructions)))];
        (CarriedFilter? altered, int[] different) = foreign.Where(other => other.Different.Length <= meant.Length / 2).OrderBy(other => other.Different.Length).FirstOrDefault();
        StackMeaning? meaning = altered is null ? null : StackMeaning.Of(meant, altered.Instructions);
        for (int index = 0; altered is null && index < foreign.Length; index++)
        {
            meaning = StackMeaning.Of(meant, foreign[index].Filter.Instructions);
            (altered, different) = meaning.IsNear ? foreign[index] : default;
        }
        if (altered is null)
        {
            return new Finding(FindingKind.Missing, $"{FilterProfiles.NameOf(program)} is not on the thread");
        }
        others.Remove(altered);
        string length = altered.Instructions.Length == meant.Length ? "" : $", {altered.Instructions.Length} in place of {meant.Length}";
        return new Finding(
            FindingKind.Different,
            $"filter {altered.Index} is {FilterProfiles.NameOf(program)}, but {meaning} (instructions differ from {different[0]} on{length})");
    }

    private static int[] Differences(sock_filter[] meant, sock_filter[] other) =>
    [
        .. Enumerable.Range(0, Math.Max(meant.Length, other.Length))
            .Where(at => at >= meant.Length || at >= other.Length || BitsOf(meant[at]) != BitsOf(other[at])),
    ];

    private static ulong BitsOf(sock_filter instruction) => MemoryMarshal.Cast<sock_filter, ulong>(new ReadOnlySpan<sock_filter>(in instruction))[0];
}
