namespace Kiln.Vmm.Limits;

/// <summary>What a rate limiter is made of, or a change to one that runs.</summary>
/// <param name="Bandwidth">The bucket of bytes; null for none, or to leave it as it is.</param>
/// <param name="Operations">The bucket of requests; null for none, or to leave it as it is.</param>
internal sealed record RateLimiterConfiguration(TokenBucketSize? Bandwidth, TokenBucketSize? Operations)
{
    /// <summary>No limit, and no change.</summary>
    internal static RateLimiterConfiguration None { get; } = new(null, null);
}
