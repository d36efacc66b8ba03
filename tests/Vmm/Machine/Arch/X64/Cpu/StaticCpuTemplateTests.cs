using System.Linq;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm.Arch.X64;
using Kiln.Vmm.Machine.Arch.X64.Cpu;
using Kiln.Vmm.Model.Processors;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Arch.X64.Cpu;

/// <summary>Each static template forces the bits of the reference's table in section 1.10 and no other, on the processors that it lists.</summary>
public sealed class StaticCpuTemplateTests
{
    private const uint Skylake = 0x50654;
    private const uint CascadeLake = 0x50657;
    private const uint IceLake = 0x606A6;
    private const uint Milan = 0xA00F11;

    // The table: bits that are controlled, and the value that they get.
    private static readonly (string Templates, string Leaf, string Register, uint Filter, uint Value)[] _table =
    [
        ("T2 T2S T2CL T2A", "1 0 0", "eax", 0x0fff3fff, 0x000306f2),
        ("T2 T2S T2CL T2A", "1 0 0", "ecx", 0x0004cdfc, 0),
        ("T2 T2S T2CL T2A", "1 0 0", "edx", 0xe8641080, 0x00001080),
        ("T2 T2S T2CL T2A", "7 0 1", "ebx", 0xffefda14, 0x00000200),
        ("T2 T2S T2CL T2A", "7 0 1", "ecx", 0x40415f5e, 0),
        ("T2 T2S T2CL T2A", "7 0 1", "edx", 0x0000011c, 0),
        ("C3", "1 0 0", "eax", 0x0fff3fff, 0x000306e4),
        ("C3", "1 0 0", "ecx", 0x0040dd3c, 0),
        ("C3", "1 0 0", "edx", 0xa8641080, 0x1080),
        ("C3", "7 0 1", "ebx", 0xffafdd3c, 0),
        ("C3", "7 0 1", "ecx", 0x4041481e, 0),
        ("C3", "7 0 1", "edx", 0x0c, 0),
        ("T2 T2S T2CL T2A C3", "d 0 1", "eax", 0x2f8, 0),
        ("T2 T2S T2CL T2A C3", "d 1 1", "eax", 0xe, 0),
        ("T2 T2S", "80000001 0 0", "ecx", 0x20000100, 0),
        ("T2 T2S", "80000001 0 0", "edx", 0x04000000, 0),
        ("T2CL", "80000001 0 0", "ecx", 0x200001c0, 0),
        ("T2CL", "80000001 0 0", "edx", 0x07c00000, 0),
        ("T2A", "80000001 0 0", "ecx", 0x200001c4, 0),
        ("T2A", "80000001 0 0", "edx", 0x06400000, 0),
        ("C3", "80000001 0 0", "ecx", 0x120, 0),
        ("C3", "80000001 0 0", "edx", 0x04000000, 0),
        ("T2 T2S T2CL", "80000008 0 0", "ebx", 0x200, 0),
        ("T2A", "80000008 0 0", "ebx", 0x001c0205, 0x001c0004),
    ];

    [Theory]
    [InlineData("C3", Skylake)]
    [InlineData("T2", IceLake)]
    [InlineData("T2S", CascadeLake)]
    [InlineData("T2CL", IceLake)]
    [InlineData("T2A", Milan)]
    public void BitsAreForcedAsTheTableSays(string name, uint signature)
    {
        foreach (uint before in (uint[])[0, uint.MaxValue])
        {
            CpuidLeaves leaves = Filled(before);

            For(name, signature).Apply(leaves);

            foreach (string leaf in _table.Where(row => row.Templates.Split(' ').Contains(name)).Select(row => row.Leaf).Distinct())
            {
                uint[] registers = [.. ((string[])["eax", "ebx", "ecx", "edx"]).Select(register => Expected(name, leaf, register, before))];
                string[] words = leaf.Split(' ');
                Assert.Equal(
                    $"{leaf}: {registers[0]:x8} {registers[1]:x8} {registers[2]:x8} {registers[3]:x8}",
                    CpuidText.Of(leaves, Convert.ToUInt32(words[0], 16), Convert.ToUInt32(words[1], 16)));
            }
        }
    }

    [Theory]
    [InlineData("C3", Skylake, null)]
    [InlineData("T2", Skylake, null)]
    [InlineData("T2A", Milan, null)]
    [InlineData("T2S", Skylake, "10a ffffffffffffffff c0a0c4c")]
    [InlineData("T2CL", CascadeLake, "10a ffffffffe2f51e00 0")]
    public void ArchitectureCapabilitiesAreForced(string name, uint signature, string? expected)
    {
        CpuTemplate template = For(name, signature);

        Assert.Equal(
            expected, template.Registers.Select(register => $"{register.Index:x} {register.Pattern.Filter:x} {register.Pattern.Value:x}").SingleOrDefault());
        Assert.Empty(template.Capabilities);
    }

    [Theory]
    [InlineData("C3", "50654 50657 606a6")]
    [InlineData("T2", "50654 50657 606a6")]
    [InlineData("T2S", "50654 50657")]
    [InlineData("T2CL", "50657 606a6")]
    [InlineData("T2A", "a00f11")]
    public void ATemplateIsForItsProcessorsOnly(string name, string signatures)
    {
        foreach (uint signature in (uint[])[Skylake, CascadeLake, IceLake, Milan, 0x50653, 0xA00F10, 0])
        {
            bool intel = name != "T2A";
            if (signatures.Split(' ').Contains($"{signature:x}"))
            {
                For(name, signature);
            }
            else if (intel || signature != 0)
            {
                Assert.Equal(
                    $"The current CPU model is not permitted to apply the CPU template. {name} is not for processor {signature:x}; set cpu_template to None",
                    Assert.Throws<VmmFailure>(() => For(name, signature)).Message);
            }
        }
    }

    [Theory]
    [InlineData("T2", "amd-turin", "Intel")]
    [InlineData("T2A", "intel-skylake", "Amd")]
    public void AnotherMakersTemplateIsRefused(string name, string host, string vendor) => Assert.Equal(
        $"CPU vendor mismatched between actual CPU and CPU template. {name} is for {vendor} processors; set cpu_template to None",
        Assert.Throws<VmmFailure>(() => StaticCpuTemplates.For(Enum.Parse<StaticCpuTemplate>(name), Recording.Of(host))).Message);

    [Fact]
    public void NoTemplateChangesNothingOnAnyHost() =>
        Assert.Same(CpuTemplate.Empty, StaticCpuTemplates.For(StaticCpuTemplate.None, Recording.Of("amd-turin")));

    private static uint Expected(string template, string leaf, string register, uint before)
    {
        foreach ((string templates, string rowLeaf, string rowRegister, uint filter, uint value) in _table)
        {
            if (rowLeaf == leaf && rowRegister == register && templates.Split(' ').Contains(template))
            {
                return (before & ~filter) | value;
            }
        }
        return before;
    }

    private static CpuTemplate For(string name, uint signature)
    {
        StaticCpuTemplate template = Enum.Parse<StaticCpuTemplate>(name);
        Recording host = Recording.Of(template == StaticCpuTemplate.T2A ? "amd-turin" : "intel-skylake");
        host.Say(1, 0, new CpuidRegisters(signature, 0, 0, 0));
        return StaticCpuTemplates.For(template, host);
    }

    // Every leaf of the table with one value; flags as far from the table's as can be.
    private static CpuidLeaves Filled(uint value)
    {
        CpuidLeaves leaves = Recording.NewList();
        foreach (string leaf in _table.Select(row => row.Leaf).Distinct())
        {
            string[] words = leaf.Split(' ');
            leaves.Put(new kvm_cpuid_entry2
            {
                function = Convert.ToUInt32(words[0], 16),
                index = Convert.ToUInt32(words[1], 16),
                flags = 7,
                eax = value,
                ebx = value,
                ecx = value,
                edx = value,
            });
        }
        return leaves;
    }
}
