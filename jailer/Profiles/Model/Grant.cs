namespace Kiln.Profiles.Model;

/// <summary>A dangerous ability that a rule gives to a thread.</summary>
/// <param name="Id">The warning's id, for example <c>KP302</c>; seccomp-profiles/README.md lists them.</param>
/// <param name="Risk">What an attacker who controls the thread gains.</param>
public sealed record Grant(string Id, string Risk);
