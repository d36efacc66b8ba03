using Kiln.Seccomp.Rules;

namespace Kiln.Seccomp.Proof;

/// <summary>Calls that take one path through a stack of filters.</summary>
/// <param name="Answer">What the kernel does with them; null when they cannot be followed.</param>
public readonly record struct StackLeaf(CallBox Calls, FilterAction? Answer);
