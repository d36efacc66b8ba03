using System.IO;
using System.Linq;
using System.Text;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;

namespace Kiln.Probes.Coverage;

/// <summary>Counts which rules of a set answer the calls of a run, and which values of their lists.</summary>
internal sealed class RuleHits(FilterSet set)
{
    private readonly SortedDictionary<string, long> _hits = new(StringComparer.Ordinal);

    /// <summary>Counts a call for each program of a thread.</summary>
    internal void Count(IEnumerable<FilterProfile> profiles, int number, ReadOnlySpan<ulong> arguments)
    {
        foreach (FilterProfile profile in profiles)
        {
            if (set.Rules(profile).Nearest(number, arguments, out RuleRecord rule, out _) != RuleMatch.Whole)
            {
                continue;
            }
            string origin = $"{Encoding.ASCII.GetString(rule.Profile)}.yaml:{rule.Line}:{rule.Column}";
            Count(origin);
            for (int index = 0; index < rule.ConditionCount; index++)
            {
                ConditionRecord condition = rule.Condition(index);
                if (condition.Comparison == Comparison.In)
                {
                    ulong argument = arguments[condition.Index];
                    Count($"{origin} {condition.Index} 0x{(condition.Width == 32 ? (uint)argument : argument):x}");
                }
            }
        }
    }

    /// <summary>Writes a line for each rule, <c>vcpu.yaml:7:14 COUNT</c>, and for each value of a list, with the argument and the value before the count.</summary>
    internal void Write(string path) => File.WriteAllLines(path, _hits.Select(hit => $"{hit.Key} {hit.Value}"));

    private void Count(string what) => _hits[what] = _hits.GetValueOrDefault(what) + 1;
}
