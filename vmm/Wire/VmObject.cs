using Kiln.Vmm.Control;
using Kiln.Vmm.Json;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/vm</c>, which pauses and resumes the microVM, and the route of <c>/vm/config</c>.</summary>
internal sealed class VmObject : ApiObject
{
    private static readonly JsonShape _shape = new("struct Vm", JsonField.Required("state"));

    private static readonly JsonVariants<Name> _names = new(("Paused", Name.Paused), ("Resumed", Name.Resumed));

    private enum Name
    {
        Paused,
        Resumed,
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
        return name == Name.Paused ? new PauseMicroVm() : new ResumeMicroVm();
    }

    /// <inheritdoc/>
    internal override IEnumerable<ApiRoute> Routes(VmmMetrics metrics) =>
    [
        new(HttpMethod.Get, "/vm/config", (in _, _) => new ApiRequest(null, ApiAnswer.Configuration)),
        new(HttpMethod.Patch, "/vm", (in _, body) => new ApiRequest(ApiBody.Read(body, Read))),
    ];
}
