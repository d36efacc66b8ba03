using Kiln.Vmm.Control;
using Kiln.Vmm.Json;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/actions</c>.</summary>
internal sealed class ActionObject : ApiObject
{
    private static readonly JsonShape _shape = new("struct ActionBody", JsonField.Required("action_type"));

    private static readonly JsonVariants<Name> _names = new(
        ("FlushMetrics", Name.FlushMetrics), ("InstanceStart", Name.InstanceStart), ("SendCtrlAltDel", Name.SendCtrlAltDel),
        ("ReopenOutputs", Name.ReopenOutputs));

    private enum Name
    {
        FlushMetrics,
        InstanceStart,
        ReopenOutputs,
        SendCtrlAltDel,
    }

    /// <exception cref="JsonFailure"/>
    internal static VmmAction Read(ref JsonReader reader)
    {
        Name name = default;
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is not null)
        {
            name = reader.ReadVariant(_names);
        }
        return name switch
        {
            Name.FlushMetrics => new FlushMetrics(),
            Name.InstanceStart => new StartMicroVm(),
            Name.ReopenOutputs => new ReopenOutputs(),
            _ => new SendCtrlAltDel(),
        };
    }

    /// <inheritdoc/>
    internal override IEnumerable<ApiRoute> Routes(VmmMetrics metrics) =>
    [
        new(HttpMethod.Put, "/actions", (in _, body) => new ApiRequest(ApiBody.Read(body, Read))) { Counters = metrics.PutRequests.Actions },
    ];
}
