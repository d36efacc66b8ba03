namespace Kiln.Seccomp.Bpf;

/// <summary>How many instructions a program runs for one system call, over everything that its arguments can be.</summary>
/// <param name="Longest">The most.</param>
/// <param name="ShortestAllow">The fewest by which the call is made; null when it never is.</param>
/// <param name="IsConstant">
/// Whether the call is always made, and the program looks at nothing but its number and architecture: the kernel then remembers the answer and
/// runs no program at all (since Linux 5.11).
/// </param>
public readonly record struct CallPath(int Longest, int? ShortestAllow, bool IsConstant);
