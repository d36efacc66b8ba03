namespace Kiln.Seccomp.Rules;

/// <summary>A call that one filter answers and another, below it, answers more strictly.</summary>
/// <param name="Rule">The rule that the call satisfies.</param>
/// <param name="Arguments">The six arguments of such a call.</param>
/// <param name="Stricter">The rule of the other filter that prevails, or null when it is that filter's default.</param>
public sealed record FilterEscape(SyscallRule Rule, IReadOnlyList<ulong> Arguments, SyscallRule? Stricter);
