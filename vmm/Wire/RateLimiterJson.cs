using System.Text.Json;
using Kiln.Vmm.Limits;

namespace Kiln.Vmm.Wire;

/// <summary>Writes limits. What limits nothing is null, and so is a burst of nothing.</summary>
internal static class RateLimiterJson
{
    /// <summary>Writes one.</summary>
    /// <param name="json">In an object.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="limit">The limit, or null.</param>
    internal static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, RateLimiterConfiguration? limit)
    {
        if (limit is not { IsLimit: true })
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        WriteBucket(json, "bandwidth"u8, limit.Bandwidth);
        WriteBucket(json, "ops"u8, limit.Operations);
        json.WriteEndObject();
    }

    private static void WriteBucket(Utf8JsonWriter json, ReadOnlySpan<byte> name, TokenBucketSize? bucket)
    {
        if (bucket is not { IsLimit: true })
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        json.WriteNumber("size"u8, bucket.Size);
        if (bucket.OneTimeBurst == 0)
        {
            json.WriteNull("one_time_burst"u8);
        }
        else
        {
            json.WriteNumber("one_time_burst"u8, bucket.OneTimeBurst);
        }
        json.WriteNumber("refill_time"u8, bucket.RefillMilliseconds);
        json.WriteEndObject();
    }
}
