using System.Text.Json;
using Kiln.Vmm.Json;
using Kiln.Vmm.Limits;

namespace Kiln.Vmm.Wire;

/// <summary>The object of a token bucket in a rate limiter.</summary>
internal static class TokenBucketBody
{
    private static readonly JsonShape _shape = new(
        "struct TokenBucketConfig",
        JsonField.Required("size"),
        JsonField.Optional("one_time_burst"),
        JsonField.Required("refill_time"))
    {
        IsLax = true,
    };

    /// <exception cref="JsonFailure"/>
    internal static TokenBucketSize Read(ref JsonReader reader)
    {
        ulong size = 0;
        ulong burst = 0;
        ulong refill = 0;
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            switch (field)
            {
                case "size":
                    size = reader.ReadUInt64();
                    break;
                case "one_time_burst":
                    burst = reader.TakeNull() ? 0 : reader.ReadUInt64();
                    break;
                default:
                    refill = reader.ReadUInt64();
                    break;
            }
        }
        return new TokenBucketSize(size, burst, refill);
    }

    /// <summary>Writes it. What limits nothing is null, and so is a burst of nothing.</summary>
    /// <param name="bucket">The bucket. Null is written for null, and for one that limits nothing; the burst is null when it is zero.</param>
    internal static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, TokenBucketSize? bucket)
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
