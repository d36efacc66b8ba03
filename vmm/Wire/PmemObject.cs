using Kiln.Vmm.Json;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/pmem</c>. This version of Kiln has no pmem device.</summary>
internal sealed class PmemObject : AbsentSection
{
    private static readonly JsonShape _shape = new(
        "struct PmemConfig",
        JsonField.Required("id"),
        JsonField.Required("path_on_host"),
        JsonField.Optional("root_device"),
        JsonField.Optional("read_only"),
        JsonField.Optional("rate_limiter"));

    private static readonly JsonShape _change = new(
        "struct PmemDeviceUpdateConfig", JsonField.Required("id"), JsonField.Optional("rate_limiter"));

    /// <inheritdoc/>
    internal override string Name => "pmem";

    /// <inheritdoc/>
    internal override int? AnswerPlace => 11;

    /// <inheritdoc/>
    private protected override bool IsList => true;

    /// <exception cref="JsonFailure"/>
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

    /// <exception cref="JsonFailure"/>
    internal static PmemUpdate ReadChange(ref JsonReader reader)
    {
        PmemUpdate update = new("");
        JsonRecord record = reader.BeginRecord(_change);
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

    /// <inheritdoc/>
    internal override IEnumerable<ApiRoute> Routes(VmmMetrics metrics) =>
    [
        new(HttpMethod.Put, "/pmem/{id}", (in path, body) =>
        {
            ResourceId.CheckSame(ResourceId.Read(path), ApiBody.Read(body, Read).Id);
            return Absence.Of("PUT /pmem", "leave it out, and give the guest a drive");
        })
        {
            Counters = metrics.PutRequests.Pmem,
        },
        new(HttpMethod.Patch, "/pmem/{id}", (in path, body) =>
        {
            ResourceId.CheckSame(ResourceId.Read(path), ApiBody.Read(body, ReadChange).Id);
            return Absence.Of("PATCH /pmem", Absence.NothingToChange);
        })
        {
            Counters = metrics.PatchRequests.Pmem,
        },
        new(HttpMethod.Delete, "/pmem/{id}", (in path, _) =>
        {
            ResourceId.Check(path);
            return Absence.Of("DELETE /pmem", Absence.NothingToChange);
        }),
    ];

    /// <inheritdoc/>
    private protected override string? ReadReason(ref JsonReader reader)
    {
        Read(ref reader);
        return null;
    }
}
