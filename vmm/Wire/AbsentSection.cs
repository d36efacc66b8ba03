using System.Text.Json;
using Kiln.Vmm.Json;
using Kiln.Vmm.Model;

namespace Kiln.Vmm.Wire;

/// <summary>
/// A section for a device that this version does not have. It is parsed and validated all the same, then refused unless it is empty: without a
/// device that the file asks for, the guest would be a different one.
/// </summary>
internal abstract class AbsentSection : ConfigurationSection
{
    /// <summary>Whether the section is a list of devices, rather than one device or null.</summary>
    private protected virtual bool IsList => false;

    /// <inheritdoc/>
    internal sealed override void ReadSection(ref JsonReader reader, ConfiguredActions actions)
    {
        int start = reader.Place();
        if (IsList)
        {
            ReadList(ref reader, start, actions);
        }
        else if (!reader.TakeNull())
        {
            Refuse(ref reader, start, actions);
            actions.Refuse(Unsupported(reader, start));
        }
    }

    /// <inheritdoc/>
    internal sealed override void WriteValue(Utf8JsonWriter json, VmConfiguration configuration)
    {
        if (IsList)
        {
            json.WriteStartArray();
            json.WriteEndArray();
        }
        else
        {
            json.WriteNullValue();
        }
    }

    /// <returns>The API's error message if the device is invalid, else null.</returns>
    /// <exception cref="JsonFailure"/>
    private protected abstract string? ReadReason(ref JsonReader reader);

    // An error in any element takes precedence over the refusal of the list.
    private void ReadList(ref JsonReader reader, int start, ConfiguredActions actions)
    {
        bool isEmpty = true;
        JsonSequence list = reader.BeginList(Name, TextBounds.Any);
        while (reader.NextElement(ref list))
        {
            isEmpty = false;
            Refuse(ref reader, reader.Place(), actions);
        }
        if (!isEmpty)
        {
            actions.Refuse(Unsupported(reader, start));
        }
    }

    private void Refuse(ref JsonReader reader, int start, ConfiguredActions actions)
    {
        if (ReadReason(ref reader) is { } reason)
        {
            actions.Refuse(reader.FailureAtOnce(start, reason));
        }
    }

    private JsonFailure Unsupported(JsonReader reader, int start) =>
        reader.FailureAtOnce(start, $"{Name} is not supported by this version of Kiln; remove it");
}
