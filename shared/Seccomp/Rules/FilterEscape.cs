namespace Kiln.Seccomp.Rules;

/// <summary>A call that a filter answers less strictly than another filter below it.</summary>
/// <param name="Rule">The rule that the call satisfies.</param>
/// <param name="Arguments">The six arguments of such a call.</param>
/// <param name="Stricter">The rule of the other filter that wins, or null when that filter's default does.</param>
public sealed record FilterEscape(SyscallRule Rule, IReadOnlyList<ulong> Arguments, SyscallRule? Stricter);
