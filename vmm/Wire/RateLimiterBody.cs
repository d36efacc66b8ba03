using System.Text.Json;
using Kiln.Vmm.Json;
using Kiln.Vmm.Limits;

namespace Kiln.Vmm.Wire;

/// <summary>The object <c>rate_limiter</c> of a device.</summary>
internal static class RateLimiterBody
{
    private static readonly JsonShape _shape = new("struct RateLimiterConfig", JsonField.Optional("bandwidth"), JsonField.Optional("ops"));

    /// <exception cref="JsonFailure"/>
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

    /// <summary>Writes it. What limits nothing is null.</summary>
    /// <param name="limit">The limiter. Null is written for null, and for one that limits nothing.</param>
    internal static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, RateLimiterConfiguration? limit)
    {
        if (limit is not { IsLimit: true })
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        TokenBucketBody.Write(json, "bandwidth"u8, limit.Bandwidth);
        TokenBucketBody.Write(json, "ops"u8, limit.Operations);
        json.WriteEndObject();
    }
}
