namespace Kiln.Jailer.ProfileCommands.Attest;

/// <summary>What is wrong with the filters of a thread.</summary>
/// <param name="Kind">In which way.</param>
/// <param name="Message">Which, in words.</param>
internal sealed record Finding(FindingKind Kind, string Message)
{
    /// <summary>The kind, as people and machines read it.</summary>
    internal string KindName => Kind switch
    {
        FindingKind.Missing => "missing",
        FindingKind.Different => "different",
        FindingKind.Extra => "extra",
        FindingKind.WrongOrder => "wrong order",
        FindingKind.LogsOnly => "logs only",
        _ => "unknown thread",
    };
}
