namespace Kiln.Seccomp.Bpf;

/// <summary>How many instructions a program executes for a system call, over all possible arguments.</summary>
/// <param name="ShortestAllow">The fewest instructions that lead to an allow; null when none do.</param>
/// <param name="IsConstant">
/// Whether the call is always allowed by its number and architecture alone: the kernel then caches the result and does not run the program
/// (since Linux 5.11).
/// </param>
public readonly record struct CallPath(int Longest, int? ShortestAllow, bool IsConstant);
