using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Wire;

/// <summary>The changes that a custom CPU template makes to one register of a CPUID leaf.</summary>
internal static class CpuidRegisterBody
{
    private const int Width = 32;

    private static readonly JsonShape _shape = new(
        "struct CpuidRegisterModifier", JsonField.Required("register"), JsonField.Required("bitmap"))
    {
        IsLax = true,
    };

    private static readonly JsonVariants<CpuidRegister> _registers = new(
        ("eax", CpuidRegister.Eax), ("ebx", CpuidRegister.Ebx), ("ecx", CpuidRegister.Ecx), ("edx", CpuidRegister.Edx));

    /// <param name="modifier">The changes to the leaf read so far.</param>
    /// <param name="named">A bit per register that has been named; this one's bit is added.</param>
    /// <returns>The changes including those of this register.</returns>
    /// <exception cref="JsonFailure">The value is invalid, or the register is named twice.</exception>
    internal static CpuidModifier Read(ref JsonReader reader, CpuidModifier modifier, ref int named)
    {
        int start = reader.Place();
        CpuidRegister register = default;
        RegisterPattern pattern = default;
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            if (field == "register")
            {
                start = reader.Place();
                register = reader.ReadVariant(_registers);
            }
            else
            {
                pattern = RegisterPatternText.Read(ref reader, Width);
            }
        }
        int bit = 1 << (int)register;
        if ((named & bit) != 0)
        {
            throw reader.Failure(start, $"{NameOf(register)} is named twice for this leaf; keep one");
        }
        named |= bit;
        return register switch
        {
            CpuidRegister.Eax => modifier with { Eax = pattern },
            CpuidRegister.Ebx => modifier with { Ebx = pattern },
            CpuidRegister.Ecx => modifier with { Ecx = pattern },
            _ => modifier with { Edx = pattern },
        };
    }

    private static string NameOf(CpuidRegister register) => register switch
    {
        CpuidRegister.Eax => "eax",
        CpuidRegister.Ebx => "ebx",
        CpuidRegister.Ecx => "ecx",
        _ => "edx",
    };
}
