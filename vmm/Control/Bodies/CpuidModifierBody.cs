using Kiln.Vmm.Control.Json;
using Kiln.Vmm.Machine.Cpu.Templates;

namespace Kiln.Vmm.Control.Bodies;

/// <summary>A change to a CPUID leaf.</summary>
internal static class CpuidModifierBody
{
    private const int Width = 32;

    private static readonly JsonShape _leaf = new(
        "struct CpuidLeafModifier",
        JsonField.Required("leaf"),
        JsonField.Required("subleaf"),
        JsonField.Required("flags"),
        JsonField.Required("modifiers"))
    {
        IsLax = true,
    };

    private static readonly JsonShape _register = new("struct CpuidRegisterModifier", JsonField.Required("register"), JsonField.Required("bitmap"))
    {
        IsLax = true,
    };

    private static readonly JsonVariants<Register> _registers = new(
        ("eax", Register.Eax), ("ebx", Register.Ebx), ("ecx", Register.Ecx), ("edx", Register.Edx));

    private enum Register
    {
        Eax,
        Ebx,
        Ecx,
        Edx,
    }

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static CpuidModifier Read(ref JsonReader reader)
    {
        uint leaf = 0;
        uint subleaf = 0;
        uint flags = 0;
        RegisterPattern?[] patterns = new RegisterPattern?[4];
        JsonRecord record = reader.BeginRecord(_leaf);
        while (reader.NextField(ref record) is { } field)
        {
            switch (field)
            {
                case "leaf":
                    leaf = TemplateText.ReadNumber(ref reader, field);
                    break;
                case "subleaf":
                    subleaf = TemplateText.ReadNumber(ref reader, field);
                    break;
                case "flags":
                    flags = reader.ReadUInt32();
                    break;
                default:
                    ReadRegisters(ref reader, patterns);
                    break;
            }
        }
        return new CpuidModifier(leaf, subleaf, flags)
        {
            Eax = patterns[(int)Register.Eax] ?? default,
            Ebx = patterns[(int)Register.Ebx] ?? default,
            Ecx = patterns[(int)Register.Ecx] ?? default,
            Edx = patterns[(int)Register.Edx] ?? default,
        };
    }

    private static void ReadRegisters(ref JsonReader reader, RegisterPattern?[] patterns)
    {
        JsonSequence list = reader.BeginList();
        while (reader.NextElement(ref list))
        {
            int start = reader.Place();
            (Register register, RegisterPattern pattern) = ReadRegister(ref reader);
            if (patterns[(int)register] is not null)
            {
                throw reader.FailureAtOnce(start, $"{register.ToString().ToLowerInvariant()} is named twice for this leaf; keep one");
            }
            patterns[(int)register] = pattern;
        }
    }

    private static (Register Register, RegisterPattern Pattern) ReadRegister(ref JsonReader reader)
    {
        Register register = default;
        RegisterPattern pattern = default;
        JsonRecord record = reader.BeginRecord(_register);
        while (reader.NextField(ref record) is { } field)
        {
            if (field == "register")
            {
                register = reader.ReadVariant(_registers);
            }
            else
            {
                pattern = TemplateText.ReadPattern(ref reader, Width);
            }
        }
        return (register, pattern);
    }
}
