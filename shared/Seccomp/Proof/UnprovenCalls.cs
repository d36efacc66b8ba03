namespace Kiln.Seccomp.Proof;

/// <summary>
/// Calls whose answers could not be followed along all paths: a program computes with arguments, uses memory or the index register, or has more paths than are
/// followed. Some calls were tried instead, at the edges of what the programs compare with.
/// </summary>
/// <param name="Calls">Numbers next to each other, with all arguments.</param>
/// <param name="Tried">How many calls were run through both stacks.</param>
/// <param name="Found">Those that are answered differently: the first of each kind of change, alone in its box. None found is no proof.</param>
public sealed record UnprovenCalls(CallBox Calls, int Tried, IReadOnlyList<AnswerChange> Found);
