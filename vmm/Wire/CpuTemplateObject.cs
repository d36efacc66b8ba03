using Kiln.Linux.Errors;
using Kiln.Vmm.Control;
using Kiln.Vmm.Json;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model.Processors;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/cpu-config</c>: a custom CPU template. A configuration file may name a file with the template instead.</summary>
internal sealed class CpuTemplateObject : SingleSection
{
    private static readonly JsonShape _shape = new(
        "struct CustomCpuTemplate",
        JsonField.Optional("kvm_capabilities"),
        JsonField.Optional("cpuid_modifiers"),
        JsonField.Optional("msr_modifiers"));

    /// <inheritdoc/>
    internal override string Name => "cpu-config";

    /// <inheritdoc/>
    internal override int? AnswerPlace => 3;

    /// <exception cref="JsonFailure"/>
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

    /// <inheritdoc/>
    internal override IEnumerable<ApiRoute> Routes(VmmMetrics metrics) =>
    [
        new(HttpMethod.Put, "/cpu-config", (in _, body) => new ApiRequest(new ConfigureProcessors(ApiBody.Read(body, Read))))
        {
            Counters = metrics.PutRequests.CpuConfiguration,
        },
    ];

    /// <inheritdoc/>
    internal override void ReadSection(ref JsonReader reader, ConfiguredActions actions)
    {
        int start = reader.Place();
        if (reader.PeekKind() != JsonKind.String)
        {
            base.ReadSection(ref reader, actions);
            return;
        }
        string path = PathText.Read(ref reader, Name);
        actions.AddLater(() => new ConfigureProcessors(CpuTemplateFile.Read(path)), start);
    }

    /// <inheritdoc/>
    private protected override VmmAction ReadAction(ref JsonReader reader) => new ConfigureProcessors(Read(ref reader));

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
