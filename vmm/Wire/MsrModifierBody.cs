using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Wire;

/// <summary>The changes that a custom CPU template makes to a model-specific register.</summary>
internal static class MsrModifierBody
{
    // The width of an MSR in bits.
    private const int Width = 64;

    private static readonly JsonShape _shape = new("struct RegisterModifier", JsonField.Required("addr"), JsonField.Required("bitmap"))
    {
        IsLax = true,
    };

    /// <param name="named">The MSRs that the template has named so far; this one is added.</param>
    /// <exception cref="JsonFailure">The value is invalid, or the MSR is named twice.</exception>
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
