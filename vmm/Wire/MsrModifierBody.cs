using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Wire;

/// <summary>What a custom CPU template changes in a model-specific register.</summary>
internal static class MsrModifierBody
{
    // As wide as every such register.
    private const int Width = 64;

    private static readonly JsonShape _shape = new("struct RegisterModifier", JsonField.Required("addr"), JsonField.Required("bitmap"))
    {
        IsLax = true,
    };

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <param name="named">The registers that the template names already; one more afterwards.</param>
    /// <exception cref="JsonFailure">It is none, or of a register that is named already.</exception>
    internal static MsrModifier Read(ref JsonReader reader, SortedSet<uint> named)
    {
        int start = reader.Place();
        MsrModifier modifier = default;
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            if (field == "addr")
            {
                start = reader.Place();
                modifier = modifier with { Index = BoundedNumber.ReadPrefixed(ref reader, field) };
            }
            else
            {
                modifier = modifier with { Pattern = RegisterPatternText.Read(ref reader, Width) };
            }
        }
        return named.Add(modifier.Index) ? modifier : throw reader.Failure(start, $"register 0x{modifier.Index:x} is named twice; keep one");
    }
}
