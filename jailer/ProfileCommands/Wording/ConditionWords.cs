using System.Linq;
using System.Text;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Wording;

/// <summary>Describes the argument conditions of rules.</summary>
internal static class ConditionWords
{
    /// <summary>All conditions of a rule, joined; empty when it has none.</summary>
    internal static string Of(SyscallRule rule)
    {
        List<string> words = [];
        for (int index = 0; index < rule.Conditions.Count; index++)
        {
            ArgumentCondition condition = rule.Conditions[index];
            if (index + 1 < rule.Conditions.Count && AreBounds(condition, rule.Conditions[index + 1]))
            {
                string bounds = $"{Value(rule.Number, condition)} to {Value(rule.Number, rule.Conditions[index + 1])}";
                words.Add($"{Subject(condition)} must be {Called(condition, bounds)}");
                index++;
                continue;
            }
            words.Add(Of(rule.Number, condition));
        }
        return string.Join("; ", words);
    }

    /// <param name="call">The system call's number.</param>
    internal static string Of(int call, ArgumentCondition condition)
    {
        string verb = Encoding.ASCII.GetString(ComparisonText.Of(condition.Comparison));
        string values = string.Join(", ", condition.Values.Select(value => ArgumentWords.Of(call, condition.Index, value)));
        return condition.Comparison switch
        {
            Comparison.GreaterOrEqual when condition.Words is not null => $"{Subject(condition)} must be {Called(condition, $"{values} or above")}",
            Comparison.LessOrEqual when condition.Words is not null => $"{Subject(condition)} must be {Called(condition, $"{values} or below")}",
            _ when condition.Words is not null => $"{Subject(condition)} must be {Called(condition, values)}",
            Comparison.MaskedEqual => $"{Subject(condition)} {verb} {values} under the mask {ArgumentWords.Of(call, condition.Index, condition.Mask)}",
            Comparison.FlagsSubsetOf when condition.Values[0] == 0 => $"{Subject(condition)} must be 0",
            _ => $"{Subject(condition)} {verb} {values}",
        };
    }

    private static bool AreBounds(ArgumentCondition lower, ArgumentCondition upper) =>
        lower.Comparison == Comparison.GreaterOrEqual && upper.Comparison == Comparison.LessOrEqual
        && lower.Index == upper.Index && lower.Width == upper.Width;

    private static string Called(ArgumentCondition condition, string numbers) =>
        condition.Words is { } words ? $"{words} ({numbers})" : numbers;

    private static string Value(int call, ArgumentCondition condition) => ArgumentWords.Of(call, condition.Index, condition.Values[0]);

    // The kernel ignores the upper half of the register; a reviewer should know that the filter does too.
    private static string Subject(ArgumentCondition condition) =>
        condition.Width == ArgumentWidth.Bits32 ? $"argument {condition.Index} (32 bits)" : $"argument {condition.Index}";
}
