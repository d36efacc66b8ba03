using Kiln.Linux.Errors;
using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/cpu-config</c>: a custom CPU template.</summary>
internal static class CpuTemplateBody
{
    private static readonly JsonShape _shape = new(
        "struct CustomCpuTemplate",
        JsonField.Optional("kvm_capabilities"),
        JsonField.Optional("cpuid_modifiers"),
        JsonField.Optional("msr_modifiers"));

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static CpuTemplate Read(ref JsonReader reader)
    {
        CpuTemplate template = CpuTemplate.Empty;
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            template = reader.TakeNull() ? template : ReadField(ref reader, field, template);
        }
        return template;
    }

    private static CpuTemplate ReadField(ref JsonReader reader, string field, CpuTemplate template) => field switch
    {
        "kvm_capabilities" => template with { Capabilities = ReadCapabilities(ref reader) },
        "cpuid_modifiers" => template with { Leaves = ReadLeaves(ref reader) },
        _ => template with { Registers = ReadRegisters(ref reader) },
    };

    private static List<CapabilityModifier> ReadCapabilities(ref JsonReader reader)
    {
        List<CapabilityModifier> capabilities = [];
        JsonSequence list = reader.BeginList("kvm_capabilities", TextBounds.Capabilities);
        while (reader.NextElement(ref list))
        {
            capabilities.Add(ReadCapability(ref reader));
        }
        return capabilities;
    }

    private static CapabilityModifier ReadCapability(ref JsonReader reader)
    {
        int start = reader.Place();
        string text = reader.ReadString("a capability", TextBounds.Word);
        bool required = !text.StartsWith('!');
        return BoundedNumber.TryParseDecimal(text.AsSpan(required ? 0 : 1), out int number)
            ? new CapabilityModifier(number, required)
            : throw reader.Failure(
                start,
                $"a capability is \"{Excerpt.Of(text)}\"; the number of a KVM capability is expected, such as \"171\", or \"!171\" to do without it");
    }

    private static List<CpuidModifier> ReadLeaves(ref JsonReader reader)
    {
        List<CpuidModifier> leaves = [];
        JsonSequence list = reader.BeginList("cpuid_modifiers", TextBounds.CpuidLeaves);
        while (reader.NextElement(ref list))
        {
            leaves.Add(CpuidModifierBody.Read(ref reader));
        }
        return leaves;
    }

    private static List<MsrModifier> ReadRegisters(ref JsonReader reader)
    {
        List<MsrModifier> registers = [];
        SortedSet<uint> named = [];
        JsonSequence list = reader.BeginList("msr_modifiers", MsrList.Capacity);
        while (reader.NextElement(ref list))
        {
            registers.Add(MsrModifierBody.Read(ref reader, named));
        }
        return registers;
    }
}
