using System.Globalization;
using System.Linq;
using System.Text;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Rules;
using Kiln.Testing.Seccomp.Generation;

namespace Kiln.Probes.KernelAgreement;

/// <summary>Counts what pairs have met: only conditions that the rules really ask about a call count.</summary>
internal sealed class CellTable
{
    private const string Native = "native";

    // The bit of x32 numbers; negative numbers are as large because of their sign.
    private const int X32Bit = 0x4000_0000;

    private readonly Dictionary<Cell, int> _cells = Cell.All.ToDictionary(cell => cell, _ => 0);
    private readonly SortedDictionary<SeccompAction, int> _answers = [];
    private readonly SortedDictionary<OutcomeKind, int> _outcomes = [];
    private readonly SortedDictionary<string, int> _calls = new(StringComparer.Ordinal);

    /// <summary>Cells that were met.</summary>
    internal int Covered => _cells.Values.Count(count => count > 0);

    internal int Pairs { get; private set; }

    /// <summary>Counts a pair whose three answers agree.</summary>
    internal void Add(Pair pair, FilterAction answer, KernelOutcome outcome)
    {
        Pairs++;
        Increment(_answers, answer.Action);
        Increment(_outcomes, outcome.Kind);
        string kind = KindOf(pair.Call);
        Increment(_calls, kind);
        if (kind == Native)
        {
            AddConditions(pair);
        }
    }

    /// <summary>The counts, line by line.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        Situation[] situations = Enum.GetValues<Situation>();
        Line(text, "comparison", "bits", situations.Select(situation => $"{situation}"));
        foreach (Comparison comparison in Enum.GetValues<Comparison>())
        {
            foreach (ArgumentWidth width in Enum.GetValues<ArgumentWidth>())
            {
                Line(text, $"{comparison}", width == ArgumentWidth.Bits32 ? "32" : "64", situations.Select(situation =>
                    _cells.Where(cell => (cell.Key.Comparison, cell.Key.Width, cell.Key.Situation) == (comparison, width, situation))
                        .Sum(cell => cell.Value).ToString(CultureInfo.InvariantCulture)));
            }
        }
        text.Append("answers: ").AppendJoin(", ", _answers.Select(pair => $"{pair.Key} {pair.Value}")).Append('\n');
        text.Append("outcomes: ").AppendJoin(", ", _outcomes.Select(pair => $"{pair.Key} {pair.Value}")).Append('\n');
        return text.Append("calls: ").AppendJoin(", ", _calls.Select(pair => $"{pair.Key} {pair.Value}")).Append('\n').ToString();
    }

    private static string KindOf(Call call) => call switch
    {
        { Architecture: not AuditArchitecture.AUDIT_ARCH_X86_64 } => "32-bit",
        { Number: < 0 } => "negative",
        { Number: >= X32Bit } => "x32",
        _ => Native,
    };

    // The rules of the call in their order up to the one that answers, and of each rule the conditions up to the one that fails.
    private void AddConditions(Pair pair)
    {
        foreach (SyscallRule rule in pair.Rules.Rules.Where(rule => rule.Number == pair.Call.Number))
        {
            foreach (ArgumentCondition condition in rule.Conditions)
            {
                ulong argument = pair.Call.Arguments[condition.Index];
                foreach (Situation situation in Cell.SituationsOf(condition, argument))
                {
                    _cells[new Cell(condition.Comparison, condition.Width, rule.Action.Action, situation)]++;
                }
                if (!condition.Matches(argument))
                {
                    break;
                }
            }
            if (rule.Matches(pair.Call.Data))
            {
                return;
            }
        }
    }

    private static void Increment<TKey>(SortedDictionary<TKey, int> counts, TKey key)
        where TKey : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;

    private static void Line(StringBuilder text, string comparison, string width, IEnumerable<string> columns)
    {
        text.Append($"{comparison,-15} {width,4}");
        foreach (string column in columns)
        {
            text.Append($" {column,13}");
        }
        text.Append('\n');
    }
}
