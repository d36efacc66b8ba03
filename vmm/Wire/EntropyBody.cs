using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/entropy</c>.</summary>
internal static class EntropyBody
{
    private static readonly JsonShape _shape = new("struct EntropyDeviceConfig", JsonField.Optional("rate_limiter"));

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static EntropyConfiguration Read(ref JsonReader reader)
    {
        EntropyConfiguration entropy = new();
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is not null)
        {
            entropy = new EntropyConfiguration(reader.TakeNull() ? null : RateLimiterBody.Read(ref reader));
        }
        return entropy;
    }
}
