using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/balloon/hinting/start</c>.</summary>
internal static class BalloonHintingBody
{
    private static readonly JsonShape _shape = new("struct StartHintingCmd", JsonField.Optional("acknowledge_on_stop"))
    {
        IsLax = true,
    };

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static BalloonHinting Read(ref JsonReader reader)
    {
        BalloonHinting hinting = new();
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is not null)
        {
            hinting = new BalloonHinting(reader.ReadBoolean());
        }
        return hinting;
    }
}
