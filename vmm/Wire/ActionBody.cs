using Kiln.Vmm.Control;
using Kiln.Vmm.Json;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/actions</c>.</summary>
internal static class ActionBody
{
    private static readonly JsonShape _shape = new("struct ActionBody", JsonField.Required("action_type"));

    private static readonly JsonVariants<Name> _names = new(
        ("FlushMetrics", Name.FlushMetrics), ("InstanceStart", Name.InstanceStart), ("SendCtrlAltDel", Name.SendCtrlAltDel));

    private enum Name
    {
        FlushMetrics,
        InstanceStart,
        SendCtrlAltDel,
    }

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
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
            _ => new SendCtrlAltDel(),
        };
    }
}
