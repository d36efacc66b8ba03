using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Wire;

/// <summary>The changes that a custom CPU template makes to a CPUID leaf.</summary>
internal static class CpuidModifierBody
{
    private static readonly JsonShape _shape = new(
        "struct CpuidLeafModifier",
        JsonField.Required("leaf"),
        JsonField.Required("subleaf"),
        JsonField.Required("flags"),
        JsonField.Required("modifiers"))
    {
        IsLax = true,
    };

    /// <exception cref="JsonFailure"/>
    internal static CpuidModifier Read(ref JsonReader reader)
    {
        CpuidModifier modifier = new(0, 0, 0);
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            modifier = field switch
            {
                "leaf" => modifier with { Leaf = BoundedNumber.ReadPrefixed(ref reader, field) },
                "subleaf" => modifier with { Subleaf = BoundedNumber.ReadPrefixed(ref reader, field) },
                "flags" => modifier with { Flags = reader.ReadUInt32() },
                _ => ReadRegisters(ref reader, modifier),
            };
        }
        return modifier;
    }

    private static CpuidModifier ReadRegisters(ref JsonReader reader, CpuidModifier modifier)
    {
        int named = 0;
        JsonSequence list = reader.BeginList("modifiers", TextBounds.Any);
        while (reader.NextElement(ref list))
        {
            modifier = CpuidRegisterBody.Read(ref reader, modifier, ref named);
        }
        return modifier;
    }
}
