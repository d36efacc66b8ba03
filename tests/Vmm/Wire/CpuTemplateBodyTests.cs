using System.Linq;
using System.Text;
using Kiln.Testing.Vmm;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Processors;
using Kiln.Vmm.Wire;
using Xunit;

namespace Kiln.Vmm.Tests.Wire;

/// <summary>A custom template is read as it is written, inline or from a file; a wrong one is refused at the place of the mistake.</summary>
public sealed class CpuTemplateBodyTests
{
    private const string Whole = """
        {
          "kvm_capabilities": ["171", "!56"],
          "cpuid_modifiers": [{
            "leaf": "0x1", "subleaf": "0b0", "flags": 0,
            "modifiers": [
              {"register": "eax", "bitmap": "0b1x0"},
              {"register": "edx", "bitmap": "0b1111_1111_1111_1111_xxxx_xxxx_0000_0000"}]
          }],
          "msr_modifiers": [{"addr": "0x10a", "bitmap": "0b1_x_0"}, {"addr": "0xffffffff", "bitmap": "0b1"}]
        }
        """;

    [Fact]
    public void EveryFieldIsRead()
    {
        CpuTemplate template = Bind(Whole);

        Assert.Equal([new CapabilityModifier(171, true), new CapabilityModifier(56, false)], template.Capabilities);
        CpuidModifier leaf = Assert.Single(template.Leaves);
        Assert.Equal(
            new CpuidModifier(1, 0, 0) { Eax = new RegisterPattern(0b101, 0b100), Edx = new RegisterPattern(0xFFFF_00FF, 0xFFFF_0000) }, leaf);
        Assert.Equal(
            [new MsrModifier(0x10A, new RegisterPattern(0b101, 0b100)), new MsrModifier(uint.MaxValue, new RegisterPattern(1, 1))],
            template.Registers);
    }

    [Fact]
    public void AFileIsReadLikeAnObject()
    {
        using TemporaryFile file = new(Encoding.UTF8.GetBytes(Whole));

        Assert.Equal(2, Bind($"\"{file.Path}\"").Registers.Count);
    }

    [Fact]
    public void AMistakeInAFileHasTheFilesName()
    {
        using TemporaryFile file = new("{\n  \"cpuid_modifier\": []}"u8);

        Assert.Equal(
            $"{file.Path}:2:3: unknown field `cpuid_modifier`, expected one of `kvm_capabilities`, `cpuid_modifiers`, `msr_modifiers`",
            Assert.Throws<VmmFailure>(() => Bind($"\"{file.Path}\"")).Message);
    }

    [Fact]
    public void AMissingFileIsNamed() => Assert.Equal(
        "cannot open the CPU template /nowhere/template.json: ENOENT: No such file or directory (os error 2); check cpu-config",
        Assert.Throws<VmmFailure>(() => Bind("\"/nowhere/template.json\"")).Message);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"kvm_capabilities": null, "cpuid_modifiers": [], "msr_modifiers": []}""")]
    public void WhatAsksForNothingChangesNothing(string json)
    {
        CpuTemplate template = Bind(json);

        Assert.Empty(template.Capabilities);
        Assert.Empty(template.Leaves);
        Assert.Empty(template.Registers);
    }

    [Theory]
    [InlineData("eax")]
    [InlineData("ebx")]
    [InlineData("ecx")]
    [InlineData("edx")]
    public void APatternIsOfTheRegisterThatItNames(string register)
    {
        CpuidModifier leaf = Assert.Single(Bind(Leaf($$"""{"register": "{{register}}", "bitmap": "0b10"}""")).Leaves);

        Assert.Equal(
            ["eax", "ebx", "ecx", "edx"],
            new (string Name, RegisterPattern Pattern)[] { ("eax", leaf.Eax), ("ebx", leaf.Ebx), ("ecx", leaf.Ecx), ("edx", leaf.Edx) }
                .Where(one => one.Pattern == (one.Name == register ? new RegisterPattern(0b11, 0b10) : default))
                .Select(one => one.Name));
    }

    [Theory]
    [InlineData("eax")]
    [InlineData("ebx")]
    [InlineData("ecx")]
    [InlineData("edx")]
    public void ALeafHasEachRegisterOnce(string register)
    {
        const string Each = """
            {"register": "eax", "bitmap": "0b1"}, {"register": "ebx", "bitmap": "0b1"},
            {"register": "ecx", "bitmap": "0b1"}, {"register": "edx", "bitmap": "0b1"}
            """;
        Assert.Single(Bind(Leaf(Each)).Leaves);

        VmmFailure failure = Assert.Throws<VmmFailure>(() => Bind(Leaf($$"""{{Each}}, {"register": "{{register}}", "bitmap": "0b1"}""")));

        Assert.EndsWith($": {register} is named twice for this leaf; keep one", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0x1f", 31u)]
    [InlineData("0b10", 2u)]
    [InlineData("0b11111111111111111111111111111111", uint.MaxValue)]
    public void APrefixSaysWhatTheDigitsAre(string text, uint number) => Assert.Equal(
        number, Assert.Single(Bind($$"""{"msr_modifiers": [{"addr": "{{text}}", "bitmap": "0b1"}]}""").Registers).Index);

    [Fact]
    public void AFileIsReadUpToOneMebibyte()
    {
        const int Most = 1024 * 1024;
        using TemporaryFile file = new(Encoding.UTF8.GetBytes(Whole.PadRight(Most)));
        Assert.Equal(2, Bind($"\"{file.Path}\"").Registers.Count);

        file.Write(Encoding.UTF8.GetBytes(Whole.PadRight(Most + 1)));
        Assert.Equal(
            $"the CPU template {file.Path} is larger than 1048576 bytes; check cpu-config",
            Assert.Throws<VmmFailure>(() => Bind($"\"{file.Path}\"")).Message);
    }

    [Fact]
    public void AFileHasOneTemplateAndNoMore()
    {
        using TemporaryFile file = new("{}\n{}"u8);

        Assert.Equal($"{file.Path}:2:1: trailing characters", Assert.Throws<VmmFailure>(() => Bind($"\"{file.Path}\"")).Message);
    }

    // The contract is strict at the top and lax inside.
    [Theory]
    [InlineData("""{"msr_modifiers": [{"addr": "0x1", "more": [{}], "bitmap": "0b10"}]}""")]
    [InlineData("""{"msr_modifiers": [{"bitmap": "1_0", "addr": "0b1"}]}""")]
    public void WhatTheContractLeavesOpenIsTaken(string json) =>
        Assert.Equal(new MsrModifier(1, new RegisterPattern(0b11, 0b10)), Assert.Single(Bind(json).Registers));

    [Fact]
    public void NullIsNoTemplate() => Assert.Null(ConfigurationFile.Parse(Text("null")).Check().CustomTemplate);

    /// <summary>Each with the message, the value in question standing first in its own line.</summary>
    [Theory]
    [InlineData("7", "invalid type: integer `7`, expected struct CustomCpuTemplate")]
    [InlineData("""{"kvm_capabilities": [@"x"]}""", "a capability is \"x\"; the number of a KVM capability is expected, such as \"171\", or \"!171\" to do without it")]
    [InlineData("""{"kvm_capabilities": ["1", @"-1"]}""", "a capability is \"-1\"; the number of a KVM capability is expected, such as \"171\", or \"!171\" to do without it")]
    [InlineData(
        """{"kvm_capabilities": [@" 171"]}""",
        "a capability is \" 171\"; the number of a KVM capability is expected, such as \"171\", or \"!171\" to do without it")]
    [InlineData(
        """{"kvm_capabilities": [@"171 "]}""",
        "a capability is \"171 \"; the number of a KVM capability is expected, such as \"171\", or \"!171\" to do without it")]
    [InlineData("""{"kvm_capabilities": [@171]}""", "invalid type: integer `171`, expected a string")]
    [InlineData("""{"kvm_capabilities": @"171"}""", "invalid type: string \"171\", expected a sequence")]
    [InlineData("""{"msr_modifiers": [{"addr": @"266", "bitmap": "0b1"}]}""", "addr is \"266\"; a 32-bit number with 0x or 0b before it is expected")]
    [InlineData("""{"msr_modifiers": [{"addr": @"0x100000000", "bitmap": "0b1"}]}""", "addr is \"0x100000000\"; a 32-bit number with 0x or 0b before it is expected")]
    [InlineData("""{"msr_modifiers": [{"addr": @"0x", "bitmap": "0b1"}]}""", "addr is \"0x\"; a 32-bit number with 0x or 0b before it is expected")]
    [InlineData("""{"msr_modifiers": [{"addr": "0x1", "bitmap": "0b1"}, {"addr": @"0b1", "bitmap": "0b1"}]}""", "register 0x1 is named twice; keep one")]
    [InlineData("""{"msr_modifiers": [{"addr": "0x1", "bitmap": @"1b"}]}""", "a bitmap is \"1b\"; 0b and at most 64 of the characters 0, 1, x (unchanged) and _ (no bit) are expected")]
    [InlineData("""{"msr_modifiers": [{"addr": "0x1", "bitmap": @"0b2"}]}""", "a bitmap is \"0b2\"; 0b and at most 64 of the characters 0, 1, x (unchanged) and _ (no bit) are expected")]
    [InlineData("""{"msr_modifiers": [{"addr": "0x1", "bitmap": @"0b_"}]}""", "a bitmap is \"0b_\"; 0b and at most 64 of the characters 0, 1, x (unchanged) and _ (no bit) are expected")]
    [InlineData("""{"msr_modifiers": [@{"addr": "0x1"}]}""", "missing field `bitmap`")]
    [InlineData("""{@"more": 1}""", "unknown field `more`, expected one of `kvm_capabilities`, `cpuid_modifiers`, `msr_modifiers`")]
    [InlineData("""{"cpuid_modifiers": [@1]}""", "invalid type: integer `1`, expected struct CpuidLeafModifier")]
    [InlineData(
        """{"cpuid_modifiers": [{"leaf": "0x1", "subleaf": "0x0", "flags": 0, "modifiers": [@1]}]}""",
        "invalid type: integer `1`, expected struct CpuidRegisterModifier")]
    [InlineData("""{"msr_modifiers": [@1]}""", "invalid type: integer `1`, expected struct RegisterModifier")]
    [InlineData("""{"cpuid_modifiers": [{"leaf": "0x1", "subleaf": "0x0", "flags": @4294967296, "modifiers": []}]}""", "invalid value: integer `4294967296`, expected u32")]
    [InlineData("""{"cpuid_modifiers": [{"leaf": "0x1", "subleaf": "0x0", "flags": 0, "modifiers": [{"register": @"rax", "bitmap": "0b1"}]}]}""", "unknown variant `rax`, expected one of `eax`, `ebx`, `ecx`, `edx`")]
    [InlineData("""{"cpuid_modifiers": [{"leaf": "0x1", "subleaf": "0x0", "flags": 0, "modifiers": [{"register": "eax", "bitmap": "0b1"}, {"register": @"eax", "bitmap": "0b1"}]}]}""", "eax is named twice for this leaf; keep one")]
    [InlineData("""{"cpuid_modifiers": [{"leaf": "0x1", "subleaf": "0x0", "flags": 0, "modifiers": [{"register": "eax", "bitmap": @"0b0_00000000000000000000000000000000"}]}]}""", "a bitmap is \"0b0_00000000000000000000000000000000\"; 0b and at most 32 of the characters 0, 1, x (unchanged) and _ (no bit) are expected")]
    public void AMistakeHasItsPlace(string json, string message)
    {
        string place = json.Contains('@', StringComparison.Ordinal) ? "3:1" : "2:1";

        Assert.Equal($"vm.json:{place}: {message}", Assert.Throws<VmmFailure>(() => Bind(json.Replace("@", "\n", StringComparison.Ordinal))).Message);
    }

    [Fact]
    public void MoreRegistersThanKvmSetsAtOnceAreRefused()
    {
        string List(int count) => string.Join(',', Enumerable.Range(0, count).Select(index => $$"""{"addr": "0x{{index:x}}", "bitmap": "0b1"}"""));
        Assert.Equal(256, Bind($$"""{"msr_modifiers": [{{List(256)}}]}""").Registers.Count);

        VmmFailure failure = Assert.Throws<VmmFailure>(() => Bind($$"""{"msr_modifiers": [{{List(257)}}]}"""));

        Assert.EndsWith(": msr_modifiers has more than 256 elements; leave some out", failure.Message, StringComparison.Ordinal);
    }

    private static CpuTemplate Bind(string template) => ConfigurationFile.Parse(Text(template)).Check().CustomTemplate!;

    private static string Leaf(string registers) =>
        $$"""{"cpuid_modifiers": [{"leaf": "0x1", "subleaf": "0x0", "flags": 0, "modifiers": [{{registers}}]}]}""";

    private static JsonText Text(string template) =>
        new("vm.json", Encoding.UTF8.GetBytes($"{{\"boot-source\": {{\"kernel_image_path\": \"k\"}}, \"cpu-config\":\n{template}}}"));
}
