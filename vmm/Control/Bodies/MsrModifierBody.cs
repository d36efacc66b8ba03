using Kiln.Vmm.Control.Json;
using Kiln.Vmm.Machine.Cpu.Templates;

namespace Kiln.Vmm.Control.Bodies;

/// <summary>A change to a model-specific register.</summary>
internal static class MsrModifierBody
{
    private const int Width = 64;

    private static readonly JsonShape _shape = new("struct RegisterModifier", JsonField.Required("addr"), JsonField.Required("bitmap"))
    {
        IsLax = true,
    };

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static MsrModifier Read(ref JsonReader reader)
    {
        uint address = 0;
        RegisterPattern pattern = default;
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            if (field == "addr")
            {
                address = TemplateText.ReadNumber(ref reader, field);
            }
            else
            {
                pattern = TemplateText.ReadPattern(ref reader, Width);
            }
        }
        return new MsrModifier(address, pattern);
    }
}
