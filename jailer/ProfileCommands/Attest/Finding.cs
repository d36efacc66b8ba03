namespace Kiln.ProfileCommands.Attest;

/// <summary>A deviation in the filters of a thread.</summary>
internal sealed record Finding(FindingKind Kind, string Message)
{
    /// <summary>The kind as printed in reports.</summary>
    internal string KindName => Kind switch
    {
        FindingKind.Missing => "missing",
        FindingKind.Different => "different",
        FindingKind.Extra => "extra",
        FindingKind.WrongOrder => "wrong order",
        FindingKind.LogsOnly => "logs only",
        FindingKind.Wider => "wider",
        FindingKind.Stricter => "stricter",
        _ => "unknown thread",
    };
}
