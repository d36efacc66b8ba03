using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;

namespace Kiln.Vmm.Confinement;

/// <summary>Describes a rule's condition on an argument. Allocates nothing: a signal handler calls it.</summary>
internal static class ConditionText
{
    /// <summary>Appends the condition as a clause.</summary>
    internal static void Append(ref ReportLine line, ConditionRecord condition)
    {
        line.Append("argument "u8);
        line.AppendDecimal(condition.Index);
        line.Append(" "u8);
        if (!condition.Words.IsEmpty)
        {
            line.Append("must be "u8);
            line.Append(condition.Words);
            return;
        }
        line.Append(ComparisonText.Of(condition.Comparison));
        line.Append(" "u8);
        if (condition.Comparison is Comparison.In or Comparison.NotIn)
        {
            line.AppendDecimal(condition.ValueCount);
            line.Append(" values"u8);
            return;
        }
        line.AppendHexadecimal(condition.Value(0));
        if (condition.Comparison == Comparison.MaskedEqual)
        {
            line.Append(" under the mask "u8);
            line.AppendHexadecimal(condition.Mask);
        }
    }
}
