namespace Kiln.Vmm.Limits;

/// <summary>How full a bucket is.</summary>
/// <param name="Burst">Tokens that are there once.</param>
/// <param name="Tokens">Those that come back.</param>
/// <param name="Fraction">What has flowed in of the next one, times the nanoseconds of a refill.</param>
/// <param name="ElapsedNanoseconds">For how long nothing was filled in.</param>
internal readonly record struct TokenLevel(ulong Burst, ulong Tokens, ulong Fraction, ulong ElapsedNanoseconds);
