using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;

namespace Kiln.Vmm.Confinement;

/// <summary>Says what a condition asks of an argument. Allocates nothing: a signal handler says it.</summary>
internal static class ConditionText
{
    /// <summary>Appends the condition as half a sentence.</summary>
    /// <param name="line">The line.</param>
    /// <param name="condition">The condition.</param>
    internal static void Append(ref ReportLine line, ConditionRecord condition)
    {
        line.Append("argument "u8);
        line.AppendDecimal(condition.Index);
        line.Append(" "u8);
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
