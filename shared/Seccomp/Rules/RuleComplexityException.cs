namespace Kiln.Seccomp.Rules;

/// <summary>Rules are too complex to analyze in bounded time; a reviewer could not either.</summary>
public sealed class RuleComplexityException() : Exception("its conditions are too intricate to prove anything about; shorten its lists, or split it");
