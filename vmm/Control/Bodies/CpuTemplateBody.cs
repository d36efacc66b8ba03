using System.Linq;
using Kiln.Linux;
using Kiln.Vmm.Control.Json;
using Kiln.Vmm.Machine.Cpu.Templates;
using Kiln.Vmm.Machine.Kvm;

namespace Kiln.Vmm.Control.Bodies;

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
        List<CapabilityModifier> capabilities = [];
        List<CpuidModifier> leaves = [];
        List<MsrModifier> registers = [];
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            int start = reader.Place();
            JsonSequence list = reader.BeginList();
            while (reader.NextElement(ref list))
            {
                switch (field)
                {
                    case "kvm_capabilities":
                        capabilities.Add(ReadCapability(ref reader));
                        break;
                    case "cpuid_modifiers":
                        leaves.Add(CpuidModifierBody.Read(ref reader));
                        break;
                    default:
                        Add(registers, ref reader, start);
                        break;
                }
            }
        }
        return new CpuTemplate(capabilities, leaves, registers);
    }

    private static CapabilityModifier ReadCapability(ref JsonReader reader)
    {
        int start = reader.Place();
        string text = reader.ReadString();
        bool isRequired = !text.StartsWith('!');
        return BoundedNumber.TryParseDecimal(text.AsSpan(isRequired ? 0 : 1), out int number)
            ? new CapabilityModifier(number, isRequired)
            : throw reader.FailureAtOnce(
                start, $"\"{Excerpt.Of(text)}\" is not a KVM capability; its number is expected, such as \"171\", or \"!171\" to do without it");
    }

    private static void Add(List<MsrModifier> registers, ref JsonReader reader, int list)
    {
        int start = reader.Place();
        MsrModifier register = MsrModifierBody.Read(ref reader);
        if (registers.Any(other => other.Index == register.Index))
        {
            throw reader.FailureAtOnce(start, $"register 0x{register.Index:x} is named twice; keep one");
        }
        if (registers.Count == MsrList.Capacity)
        {
            throw reader.FailureAtOnce(list, $"msr_modifiers names more than {MsrList.Capacity} registers, which KVM sets at once; take some out");
        }
        registers.Add(register);
    }
}
