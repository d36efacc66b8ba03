using Kiln.Vmm.State;

namespace Kiln.Vmm.Limits;

/// <summary>The configuration of a rate limiter, or a change to it.</summary>
/// <param name="Bandwidth">The bucket of bytes; null for no limit, or for no change.</param>
/// <param name="Operations">The bucket of requests; null for no limit, or for no change.</param>
internal sealed record RateLimiterConfiguration(TokenBucketSize? Bandwidth, TokenBucketSize? Operations)
{
    /// <summary>No limit, or no change.</summary>
    internal static RateLimiterConfiguration None { get; } = new(null, null);

    /// <summary>Whether either bucket limits anything.</summary>
    internal bool IsLimit => Bandwidth is { IsLimit: true } || Operations is { IsLimit: true };

    /// <summary>Applies this change to a configuration.</summary>
    /// <param name="present">The present configuration; null for no limit.</param>
    internal RateLimiterConfiguration Over(RateLimiterConfiguration? present) =>
        new(Bandwidth ?? present?.Bandwidth, Operations ?? present?.Operations);

    /// <summary>Saves the limits, or that there are none.</summary>
    internal static void Save(RateLimiterConfiguration? limit, ref StateWriter state)
    {
        state.WriteBoolean(limit is not null);
        if (limit is not null)
        {
            TokenBucketSize.Save(limit.Bandwidth, ref state);
            TokenBucketSize.Save(limit.Operations, ref state);
        }
    }

    /// <exception cref="StateFailure"/>
    internal static RateLimiterConfiguration? Load(ref StateReader state) => state.ReadBoolean("rate_limiter")
        ? new RateLimiterConfiguration(TokenBucketSize.Load("bandwidth", ref state), TokenBucketSize.Load("ops", ref state))
        : null;
}
