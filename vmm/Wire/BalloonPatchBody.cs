using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/balloon</c> for a change.</summary>
internal static class BalloonPatchBody
{
    private static readonly JsonShape _shape = new("struct BalloonUpdateConfig", JsonField.Required("amount_mib"));

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static BalloonUpdate Read(ref JsonReader reader)
    {
        BalloonUpdate update = new(0);
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is not null)
        {
            update = new BalloonUpdate(reader.ReadUInt32());
        }
        return update;
    }
}
