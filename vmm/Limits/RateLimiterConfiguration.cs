namespace Kiln.Vmm.Limits;

/// <summary>What a rate limiter is made of, or a change to one that runs.</summary>
/// <param name="Bandwidth">The bucket of bytes; null for none, or to leave it as it is.</param>
/// <param name="Operations">The bucket of requests; null for none, or to leave it as it is.</param>
internal sealed record RateLimiterConfiguration(TokenBucketSize? Bandwidth, TokenBucketSize? Operations)
{
    /// <summary>No limit, and no change.</summary>
    internal static RateLimiterConfiguration None { get; } = new(null, null);

    /// <summary>Whether it limits anything.</summary>
    internal bool IsLimit => Bandwidth is { IsLimit: true } || Operations is { IsLimit: true };

    /// <summary>What a limiter is made of after this change to it.</summary>
    /// <param name="present">What it was made of; null for no limit.</param>
    internal RateLimiterConfiguration Over(RateLimiterConfiguration? present) =>
        new(Bandwidth ?? present?.Bandwidth, Operations ?? present?.Operations);
}
