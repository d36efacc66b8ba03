using System.Text.Json;
using Kiln.Vmm.Control;
using Kiln.Vmm.Json;
using Kiln.Vmm.Model;

namespace Kiln.Vmm.Wire;

/// <summary>A section that asks for one action, or is null and asks for none. A required section is never null.</summary>
internal abstract class SingleSection : ConfigurationSection
{
    /// <inheritdoc/>
    internal override void ReadSection(ref JsonReader reader, ConfiguredActions actions)
    {
        int start = reader.Place();
        if (IsRequired || !reader.TakeNull())
        {
            actions.Add(ReadAction(ref reader), start);
        }
    }

    /// <summary>Writes null, for sections whose value is not reported.</summary>
    /// <inheritdoc/>
    internal override void WriteValue(Utf8JsonWriter json, VmConfiguration configuration) => json.WriteNullValue();

    /// <summary>Reads the object and returns its action.</summary>
    /// <exception cref="JsonFailure"/>
    private protected abstract VmmAction ReadAction(ref JsonReader reader);
}
