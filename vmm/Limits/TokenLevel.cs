namespace Kiln.Vmm.Limits;

/// <summary>The fill level of a token bucket.</summary>
/// <param name="Burst">Remaining tokens of the one-time burst.</param>
/// <param name="Tokens">Tokens in the refilling part.</param>
/// <param name="Fraction">Accrued part of the next token, times the nanoseconds of a full refill.</param>
/// <param name="ElapsedNanoseconds">Nanoseconds since the last refill.</param>
internal readonly record struct TokenLevel(ulong Burst, ulong Tokens, ulong Fraction, ulong ElapsedNanoseconds);
