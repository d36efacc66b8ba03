namespace Kiln.ProfileCommands.Simulate;

/// <summary>Calls that are told together, and the first of them.</summary>
/// <param name="Outcome">What becomes of the first one.</param>
/// <param name="Witness">The first one, with all that is known of it.</param>
/// <param name="Line">The number of its line, from 1.</param>
internal sealed record OutcomeGroup(OutcomeGroupKey Key, CallOutcome Outcome, RecordedCall Witness, long Line)
{
    internal long Count { get; set; } = 1;
}
