using System.Globalization;
using System.IO;
using System.Linq;
using Kiln.Profiles;
using Kiln.Profiles.Model;
using Kiln.Profiles.Sources;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;

namespace Kiln.Integration.Tests.Coverage;

/// <summary>Which rules of a directory of profiles some run has hit.</summary>
internal sealed class RuleCoverage(string profiles)
{
    private readonly HashSet<string> _hits = [];

    /// <summary>Adds the counts of a trace.</summary>
    /// <param name="file">What the probe wrote: a line for each rule, and for each value of a list.</param>
    internal void Add(string file)
    {
        foreach (string line in File.ReadLines(file))
        {
            _hits.Add(line[..line.LastIndexOf(' ')]);
        }
    }

    /// <summary>Rules, and values of their lists, that nothing has hit and that do not say why; and those that say why and were hit.</summary>
    internal IEnumerable<string> Complaints()
    {
        // Launch holds the rules of all programs.
        ProfileLibrary library = new(new DirectorySource(profiles));
        IReadOnlyDictionary<RuleOrigin, RuleNote> notes = library.NotesOf(FilterProfile.Launch);
        return library.RulesOf(FilterProfile.Launch).Rules.SelectMany(rule => Complaints(rule, notes[rule.Origin])).Order(StringComparer.Ordinal);
    }

    private IEnumerable<string> Complaints(SyscallRule rule, RuleNote note)
    {
        string name = $"{rule.Origin} {SyscallTable.NameOf(rule.Number)}";
        bool hit = _hits.Contains($"{rule.Origin}");
        if (note.Untested is not null)
        {
            return hit ? [$"{name} is hit, but says that it cannot be: {note.Untested}"] : [];
        }
        if (!hit)
        {
            return [$"{name} is never hit: remove the rule, test it, or write why not as 'untested'"];
        }
        return
            from condition in rule.Conditions
            where condition.Comparison == Comparison.In
            from value in condition.Values
            let text = value.ToString("x", CultureInfo.InvariantCulture)
            where !_hits.Contains($"{rule.Origin} {condition.Index} 0x{text}")
            select $"{name}: the value 0x{text} of argument {condition.Index} is never hit";
    }
}
