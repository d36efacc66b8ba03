using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/pmem</c> for a change.</summary>
internal static class PmemPatchBody
{
    private static readonly JsonShape _shape = new(
        "struct PmemDeviceUpdateConfig", JsonField.Required("id"), JsonField.Optional("rate_limiter"));

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static PmemUpdate Read(ref JsonReader reader)
    {
        PmemUpdate update = new("");
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            update = field switch
            {
                "id" => update with { Id = IdText.Read(ref reader, field) },
                _ => update with { Limit = reader.TakeNull() ? null : RateLimiterBody.Read(ref reader) },
            };
        }
        return update;
    }
}
