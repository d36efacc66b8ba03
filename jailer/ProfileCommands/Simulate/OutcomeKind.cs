namespace Kiln.ProfileCommands.Simulate;

/// <summary>What becomes of a recorded call.</summary>
internal enum OutcomeKind
{
    Allowed,

    /// <summary>Allowed for some of the arguments that it may have had.</summary>
    Uncertain,

    Refused,
}
