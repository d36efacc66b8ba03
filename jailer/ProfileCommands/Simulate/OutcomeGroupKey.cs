using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Simulate;

/// <summary>What calls have in common that are told together.</summary>
/// <param name="Answer">The answer; several where it depends on what is not known.</param>
/// <param name="Place">The rule that decides.</param>
/// <param name="Argument">The index of the only argument that keeps the calls from the nearest rule; null when there are several, or none.</param>
/// <param name="Value">Its value.</param>
internal readonly record struct OutcomeGroupKey(int Number, OutcomeKind Kind, string Answer, RuleOrigin Place, int? Argument, ulong Value)
{
    /// <summary>What calls with different values have in common.</summary>
    internal OutcomeGroupKey WithoutValue => this with { Argument = null, Value = 0 };
}
