namespace Kiln.Profiles.Model;

/// <summary>A dangerous thing that a rule lets a thread do.</summary>
/// <param name="Id">The warning's, for example <c>KP302</c>; seccomp-profiles/README.md lists them.</param>
/// <param name="Risk">What it gives to whoever takes the thread over.</param>
public sealed record Grant(string Id, string Risk);
