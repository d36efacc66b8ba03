using System.Linq;
using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Model;
using Kiln.Profiles.Yaml;
using Kiln.Seccomp.Rules;

namespace Kiln.Profiles.Binding;

/// <summary>The constants in scope of a profile: those of the files that it includes directly.</summary>
/// <param name="constants">The constants by name.</param>
/// <param name="used">Collects the constants that rules use.</param>
internal sealed class ConstantScope(IReadOnlyDictionary<string, ProfileConstant> constants, HashSet<ProfileConstant> used)
{
    /// <summary>Translates the value of <c>is</c>.</summary>
    /// <param name="names">A name, or a list of names that each stand for a single number.</param>
    /// <returns>One condition, or two for the bounds of a range, with the file's words for it.</returns>
    /// <exception cref="ProfileException">The name is unknown or cannot be in a list.</exception>
    internal ArgumentCondition[] Bind(int index, Node names)
    {
        if (names is SequenceNode)
        {
            return [BindList(index, names)];
        }
        ProfileConstant constant = Find(names);
        return
        [
            .. (constant.IsRange ? Bounds(index, constant) : [With(index, Comparison.Equal, constant.First)]).Select(condition => condition.Called(constant.Words)),
        ];
    }

    private ArgumentCondition BindList(int index, Node names)
    {
        List<ProfileConstant> listed = [];
        foreach (Node name in names.AsList("is"))
        {
            ProfileConstant constant = Find(name);
            if (constant.IsRange)
            {
                throw name.Error(DiagnosticId.WrongKind, $"{constant.Name} is a range, which a list cannot hold; write a rule for it alone");
            }
            if (listed.Contains(constant))
            {
                throw name.Error(DiagnosticId.Duplicate, $"the list has {name.Kind} twice; keep one");
            }
            listed.Add(constant);
        }
        string words = Joined([.. listed.Select(constant => constant.Words)]);
        return words.Length <= ArgumentCondition.LongestWords
            ? ArgumentCondition.OneOf(index, ArgumentWidth.Bits32, listed.Select(constant => (ulong)constant.First)).Called(words)
            : throw names.Error(DiagnosticId.OverLimit, $"the names stand for more than {ArgumentCondition.LongestWords} letters of words; make them two rules");
    }

    private ProfileConstant Find(Node node)
    {
        string name = node.AsText("is");
        if (!constants.TryGetValue(name, out ProfileConstant? constant))
        {
            string cure = constants.Count == 0 ? "it includes none" : Suggestion.For(name, constants.Keys);
            throw node.Error(DiagnosticId.UnknownConstant, $"'{name}' is no name of a file of constants that the profile includes; {cure}");
        }
        used.Add(constant);
        return constant;
    }

    // A bound that every number satisfies would be redundant.
    private static IEnumerable<ArgumentCondition> Bounds(int index, ProfileConstant range)
    {
        if (range.First > 0)
        {
            yield return With(index, Comparison.GreaterOrEqual, range.First);
        }
        if (range.Last < uint.MaxValue)
        {
            yield return With(index, Comparison.LessOrEqual, range.Last);
        }
    }

    private static ArgumentCondition With(int index, Comparison comparison, uint value) =>
        ArgumentCondition.With(index, ArgumentWidth.Bits32, comparison, value);

    private static string Joined(string[] words) =>
        words is [.. { Length: > 0 } first, string last] ? $"{string.Join(", ", first)} or {last}" : words[0];
}
