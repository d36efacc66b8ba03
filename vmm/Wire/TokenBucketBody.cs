using Kiln.Vmm.Json;
using Kiln.Vmm.Limits;

namespace Kiln.Vmm.Wire;

/// <summary>The object of a token bucket.</summary>
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

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
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
}
