using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/pmem</c>.</summary>
internal static class PmemBody
{
    private static readonly JsonShape _shape = new(
        "struct PmemConfig",
        JsonField.Required("id"),
        JsonField.Required("path_on_host"),
        JsonField.Optional("root_device"),
        JsonField.Optional("read_only"),
        JsonField.Optional("rate_limiter"));

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static PmemConfiguration Read(ref JsonReader reader)
    {
        PmemConfiguration pmem = new("", "");
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            pmem = field switch
            {
                "id" => pmem with { Id = IdText.Read(ref reader, field) },
                "path_on_host" => pmem with { Path = PathText.Read(ref reader, field) },
                "root_device" => pmem with { IsRoot = reader.ReadBoolean() },
                "read_only" => pmem with { IsReadOnly = reader.ReadBoolean() },
                _ => pmem with { Limit = reader.TakeNull() ? null : RateLimiterBody.Read(ref reader) },
            };
        }
        return pmem;
    }
}
