namespace Kiln.Profiles;

/// <summary>Something wrong in a profile.</summary>
/// <param name="Id">Stable, for scripts and suppressions: <c>KP</c> and a number.</param>
/// <param name="File">The file's name.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Message">What is wrong, and the cure.</param>
public sealed record Diagnostic(string Id, string File, int Line, int Column, string Message)
{
    /// <summary>One line: <c>vcpu.yaml:7:14: error KP104: message</c>.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: error {Id}: {Message}";
}
