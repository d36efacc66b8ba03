using System.Linq;
using Kiln.Seccomp.Rules;
using Kiln.Testing.Seccomp.Generation;

namespace Kiln.Probes.KernelAgreement;

/// <summary>Rules, and a call that they are asked about.</summary>
internal sealed record Pair(RuleSet Rules, Call Call)
{
    /// <summary>The call and what concerns it, on one line.</summary>
    public override string ToString()
    {
        string[] rules = [.. Rules.Rules.Where(rule => rule.Number == Call.Number).Select(Text)];
        return $"{Rules.Rules.Count} rules, of which for this call [{string.Join("; ", rules)}], default {Text(Rules.Default)}, "
            + $"common [{string.Join(", ", Rules.Common)}]; {Call}";
    }

    private static string Text(FilterAction action) => $"{action} 0x{action.Value:x8}";

    private static string Text(SyscallRule rule) => $"{string.Join(" and ", rule.Conditions.Select(Text))} -> {Text(rule.Action)}";

    private static string Text(ArgumentCondition condition) =>
        $"argument {condition.Index} {condition.Width} {condition.Comparison} mask 0x{condition.Mask:x} "
        + string.Join(",", condition.Values.Select(value => $"0x{value:x}"));
}
