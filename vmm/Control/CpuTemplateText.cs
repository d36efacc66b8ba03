using Kiln.Linux;
using Kiln.Vmm.Machine.Cpu.Templates;
using Kiln.Vmm.Machine.Kvm;

namespace Kiln.Vmm.Control;

/// <summary>Reads a custom CPU template: the object of <c>cpu-config</c>, or a file that holds it.</summary>
internal static class CpuTemplateText
{
    // The templates in use have some hundred lines.
    private const int MaximumLength = 1024 * 1024;

    /// <summary>Reads a template.</summary>
    /// <param name="value">The object, or the path of a file; in a jail, a path of the jail.</param>
    /// <exception cref="VmmFailure">It is no template, or the file cannot be read.</exception>
    internal static CpuTemplate Bind(JsonValue value) => value.IsString ? Read(value.AsString()) : Bind(value.AsObject());

    private static CpuTemplate Read(string path) => Bind(
        JsonParser.Parse(new JsonText(path, BoundedFile.Read(path, "CPU template", "cpu-config", MaximumLength))).AsObject());

    private static CpuTemplate Bind(JsonObject fields)
    {
        CpuTemplate template = new(
            BindAll(fields.Optional("kvm_capabilities"), BindCapability),
            BindAll(fields.Optional("cpuid_modifiers"), BindLeaf),
            BindRegisters(fields.Optional("msr_modifiers")));
        fields.RefuseOthers();
        return template;
    }

    private static List<T> BindAll<T>(JsonValue? list, Func<JsonValue, T> bind)
    {
        List<T> all = [];
        if (list is { IsNull: false })
        {
            foreach (JsonValue element in list.AsList())
            {
                all.Add(bind(element));
            }
        }
        return all;
    }

    private static CapabilityModifier BindCapability(JsonValue value)
    {
        string text = value.AsString();
        bool required = !text.StartsWith('!');
        return BoundedNumber.TryParseDecimal(text.AsSpan(required ? 0 : 1), out int number)
            ? new CapabilityModifier(number, required)
            : throw value.Failure($"{value.Path} is \"{Excerpt.Of(text)}\"; the number of a KVM capability is expected, such as \"171\", or \"!171\" to do without it");
    }

    private static CpuidModifier BindLeaf(JsonValue value)
    {
        JsonObject fields = value.AsObject();
        CpuidModifier modifier = new(
            BindNumber(fields.Required("leaf")), BindNumber(fields.Required("subleaf")), BindFlags(fields.Required("flags")));
        JsonValue registers = fields.Required("modifiers");
        fields.RefuseOthers();
        HashSet<string> named = [];
        foreach (JsonValue element in registers.AsList())
        {
            modifier = BindRegister(modifier, element, named);
        }
        return modifier;
    }

    private static CpuidModifier BindRegister(CpuidModifier modifier, JsonValue value, HashSet<string> named)
    {
        JsonObject fields = value.AsObject();
        JsonValue register = fields.Required("register");
        RegisterPattern pattern = BindPattern(fields.Required("bitmap"), 32);
        fields.RefuseOthers();
        string name = register.AsString();
        if (!named.Add(name))
        {
            throw register.Failure($"{Excerpt.Of(name)} is named twice for this leaf; keep one");
        }
        return name switch
        {
            "eax" => modifier with { Eax = pattern },
            "ebx" => modifier with { Ebx = pattern },
            "ecx" => modifier with { Ecx = pattern },
            "edx" => modifier with { Edx = pattern },
            _ => throw register.Failure($"unknown variant `{Excerpt.Of(name)}`, expected one of `eax`, `ebx`, `ecx`, `edx`"),
        };
    }

    private static List<MsrModifier> BindRegisters(JsonValue? list)
    {
        HashSet<uint> named = [];
        List<MsrModifier> registers = BindAll(list, value => BindMsr(value, named));
        return registers.Count <= MsrList.Capacity
            ? registers
            : throw list!.Failure($"{list.Path} names {registers.Count} registers, of which KVM sets {MsrList.Capacity} at once; take some out");
    }

    private static MsrModifier BindMsr(JsonValue value, HashSet<uint> named)
    {
        JsonObject fields = value.AsObject();
        JsonValue address = fields.Required("addr");
        MsrModifier modifier = new(BindNumber(address), BindPattern(fields.Required("bitmap"), 64));
        fields.RefuseOthers();
        return named.Add(modifier.Index) ? modifier : throw address.Failure($"register 0x{modifier.Index:x} is named twice; keep one");
    }

    private static uint BindFlags(JsonValue value) =>
        value.AsUnsigned() is var flags and <= uint.MaxValue ? (uint)flags : throw value.Failure($"{value.Path} does not fit 32 bits");

    private static uint BindNumber(JsonValue value) => BoundedNumber.TryParsePrefixed(value.AsString(), out uint number)
        ? number
        : throw value.Failure($"{value.Path} is \"{Excerpt.Of(value.AsString())}\"; a 32-bit number with 0x or 0b before it is expected");

    private static RegisterPattern BindPattern(JsonValue value, int width) => RegisterPatternText.TryParse(value.AsString(), width, out RegisterPattern pattern)
        ? pattern
        : throw value.Failure(
            $"{value.Path} is \"{Excerpt.Of(value.AsString())}\"; 0b and at most {width} of the characters 0, 1, x (unchanged) and _ (no bit) are expected");
}
