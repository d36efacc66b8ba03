using System.Linq;
using System.Text;
using Kiln.Vmm.Machine.Cpu.Templates;
using Xunit;

namespace Kiln.Vmm.Tests.Control;

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
    [InlineData("""{"kvm_capabilities": [], "cpuid_modifiers": [], "msr_modifiers": []}""")]
    public void WhatAsksForNothingChangesNothing(string json)
    {
        CpuTemplate template = Bind(json);

        Assert.Empty(template.Capabilities);
        Assert.Empty(template.Leaves);
        Assert.Empty(template.Registers);
    }

    [Fact]
    public void NullIsNoTemplate() => Assert.Null(Configured.By(Text("null")).CustomTemplate);

    [Fact]
    public void MoreRegistersThanKvmSetsAtOnceAreRefused()
    {
        string List(int count) => string.Join(',', Enumerable.Range(0, count).Select(index => $$"""{"addr": "0x{{index:x}}", "bitmap": "0b1"}"""));
        Assert.Equal(256, Bind($$"""{"msr_modifiers": [{{List(256)}}]}""").Registers.Count);

        VmmFailure failure = Assert.Throws<VmmFailure>(() => Bind($$"""{"msr_modifiers": [{{List(257)}}]}"""));

        Assert.EndsWith(": msr_modifiers names more than 256 registers, which KVM sets at once; take some out", failure.Message, StringComparison.Ordinal);
    }

    private static CpuTemplate Bind(string template) => Configured.By(Text(template)).CustomTemplate!;

    private static string Text(string template) => $"{{\"boot-source\": {{\"kernel_image_path\": \"k\"}}, \"cpu-config\":\n{template}}}";
}
