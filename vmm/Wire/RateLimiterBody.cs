using Kiln.Vmm.Json;
using Kiln.Vmm.Limits;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>rate_limiter</c> of devices.</summary>
internal static class RateLimiterBody
{
    private static readonly JsonShape _shape = new("struct RateLimiterConfig", JsonField.Optional("bandwidth"), JsonField.Optional("ops"));

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static RateLimiterConfiguration Read(ref JsonReader reader)
    {
        RateLimiterConfiguration limit = RateLimiterConfiguration.None;
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            limit = field switch
            {
                "bandwidth" => limit with { Bandwidth = reader.TakeNull() ? null : TokenBucketBody.Read(ref reader) },
                _ => limit with { Operations = reader.TakeNull() ? null : TokenBucketBody.Read(ref reader) },
            };
        }
        return limit;
    }
}
