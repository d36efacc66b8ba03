using System.IO;
using System.Linq;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Kvm.Arch.X64;
using Kiln.Vmm.Machine;
using Kiln.Vmm.Machine.Arch.X64.Boot;
using Kiln.Vmm.Machine.Arch.X64.Cpu;
using Kiln.Vmm.Model.Processors;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Arch.X64.Cpu;

/// <summary>What the processors of the real KVM hold after they were set: read back one by one.</summary>
public sealed class BootStateTests : IDisposable
{
    private const uint BiosSignature = 0x8B;
    private const uint MiscellaneousEnable = 0x1A0;
    private const uint NoRegister = 0x12345;

    // Leaf 1, ecx: the operating system uses xsave.
    private const uint RuntimeBitsOfLeaf1 = 1 << 27;

    // Of leaf 7 ecx: a KVM that emulates the guest's kernel mode lists it, where its host has it, and then takes it away.
    private const uint FiveLevelPaging = 1 << 16;

    private readonly KvmSystem _system;
    private readonly KvmVm _vm;
    private readonly KvmVcpu[] _vcpus;

    public BootStateTests()
    {
        Assert.SkipUnless(File.Exists(HostCapabilities.DevicePath), "needs /dev/kvm: this host has no KVM device");
        _system = HostCapabilities.Open(HostCapabilities.DevicePath, []);
        Assert.Null(_system.TryCreateVm(out KvmVm? vm));
        _vm = vm!;
        _vm.CreateIrqchip();
        _vcpus = [.. Enumerable.Range(0, 4).Select(_vm.CreateVcpu)];
    }

    public void Dispose()
    {
        foreach (KvmVcpu vcpu in _vcpus)
        {
            vcpu.Dispose();
        }
        _vm.Dispose();
        _system.Dispose();
    }

    [Fact]
    public void EachProcessorHasItsOwnLeaves()
    {
        RunningProcessor host = new();
        GuestCpuid cpuid = GuestCpuid.Of(host, new ProcessorTopology(4, Smt: true));
        CpuidLeaves supported = _system.GetSupportedCpuid();

        new BootState(cpuid, CpuTemplate.Empty, ProcessorEntry.Of(BootProtocol.Linux64)).Set(_vcpus, supported, 0x10_0000);

        for (int index = 0; index < _vcpus.Length; index++)
        {
            AssertKept(host, cpuid.For(supported, index), _vcpus[index].GetCpuid());
        }
    }

    [Fact]
    public void EachProcessorHasTheRegistersOfABoot()
    {
        Set(CpuTemplate.Empty);

        Assert.All(_vcpus, vcpu => Assert.Equal(
            "174=0 175=0 176=0 c0000081=0 c0000083=0 c0000102=0 c0000084=0 c0000082=0 1a0=1 2ff=806",
            Read(vcpu, 0x174, 0x175, 0x176, 0xC000_0081, 0xC000_0083, 0xC000_0102, 0xC000_0084, 0xC000_0082, 0x1A0, 0x2FF)));
    }

    [Fact]
    public void ATemplatesLeavesAndRegistersReachEveryProcessor()
    {
        // Bits that nothing normalizes: the instruction clzero, KVM's own features, and the microcode's version.
        CpuTemplate template = new(
            [],
            [new CpuidModifier(0x8000_0008, 0, 0) { Ebx = new RegisterPattern(1, 0) }, new CpuidModifier(0x4000_0001, 0, 0) { Eax = new RegisterPattern(0xFF, 0x5A) }],
            [new MsrModifier(BiosSignature, new RegisterPattern(0xFFFF_FFFF_0000_0000, 0x0BAD_CAFE_0000_0000))]);

        Set(template);

        Assert.All(_vcpus, vcpu =>
        {
            CpuidLeaves leaves = vcpu.GetCpuid();
            Assert.Equal(0u, leaves.Find(0x8000_0008)!.Value.ebx & 1);
            Assert.Equal(0x5Au, leaves.Find(0x4000_0001)!.Value.eax & 0xFF);
            Assert.StartsWith("8b=badcafe", Read(vcpu, BiosSignature), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void ATemplatesRegisterWinsOverTheBoots()
    {
        Set(new CpuTemplate([], [], [new MsrModifier(MiscellaneousEnable, new RegisterPattern(1, 0))]));

        Assert.All(_vcpus, vcpu => Assert.Equal("1a0=0", Read(vcpu, MiscellaneousEnable)));
    }

    [Fact]
    public void ALeafThatKvmDoesNotGiveIsRefused()
    {
        VmmFailure failure = Assert.Throws<VmmFailure>(() => Set(new CpuTemplate([], [new CpuidModifier(0x77, 2, 0)], [])));

        Assert.Equal(
            "the CPU template changes CPUID leaf 0x77 subleaf 0x2, which KVM on this host does not give; take it out of the template", failure.Message);
    }

    [Fact]
    public void ARegisterThatKvmDoesNotHaveIsRefused()
    {
        MsrModifier known = new(BiosSignature, new RegisterPattern(1, 1));
        VmmFailure failure = Assert.Throws<VmmFailure>(
            () => Set(new CpuTemplate([], [], [known, new MsrModifier(NoRegister, new RegisterPattern(1, 1))])));

        Assert.Equal(
            "the CPU template changes the model-specific register 0x12345, which KVM on this host does not give; take it out of the template",
            failure.Message);
    }

    [Fact]
    public void AValueThatKvmDoesNotTakeIsRefused()
    {
        // The MTRR default type has reserved bits.
        VmmFailure failure = Assert.Throws<VmmFailure>(
            () => Set(new CpuTemplate([], [], [new MsrModifier(0x2FF, new RegisterPattern(ulong.MaxValue, ulong.MaxValue))])));

        Assert.Equal(
            "the CPU template changes the model-specific register 0x2ff, which KVM on this host does not take a new value of; take it out of the template",
            failure.Message);
    }

    [Theory]
    [InlineData(0, true, null)]
    [InlineData(1_000_000, true, "KVM on this host lacks capability 1000000, which the CPU template asks for; take it out of kvm_capabilities, or use another host")]
    [InlineData(1_000_000, false, null)]
    public void ATemplatesCapabilitiesAreChecked(int number, bool required, string? message)
    {
        VmmFailure? failure = Record.Exception(() =>
        {
            using KvmSystem system = HostCapabilities.Open(HostCapabilities.DevicePath, [new CapabilityModifier(number, required)]);
        }) as VmmFailure;

        Assert.Equal(message, failure?.Message);
    }

    private void Set(CpuTemplate template) => new BootState(
        GuestCpuid.Of(new RunningProcessor(), new ProcessorTopology(4, Smt: false)), template, ProcessorEntry.Of(BootProtocol.Linux64))
        .Set(_vcpus, _system.GetSupportedCpuid(), 0x10_0000);

    private static string Read(KvmVcpu vcpu, params uint[] indexes)
    {
        MsrList list = new();
        foreach (uint index in indexes)
        {
            list.Add(index);
        }
        Assert.Equal(indexes.Length, vcpu.GetMsrs(list));
        return string.Join(' ', list.Entries.ToArray().Select(register => $"{register.index:x}={register.data:x}"));
    }

    // KVM itself keeps up to date whether xsave is on, and the lengths of its area. Where it emulates a guest's kernel mode it also adds features
    // of the host, which programs in the guest find without its help.
    private static void AssertKept(HostProcessor host, CpuidLeaves given, CpuidLeaves held)
    {
        Assert.Equal(given.Entries.Length, held.Entries.Length);
        for (int place = 0; place < given.Entries.Length; place++)
        {
            kvm_cpuid_entry2 expected = given.Entries[place];
            kvm_cpuid_entry2 actual = held.Entries[place];
            switch (expected.function)
            {
                case 1 or 7 or 0xD:
                    CpuidRegisters hosts = host.Read(expected.function, expected.index);
                    Assert.Equal(0u, actual.eax & ~(expected.eax | hosts.Eax));
                    Assert.Equal(0u, expected.eax & ~actual.eax);
                    Assert.Equal(0u, actual.ecx & ~(expected.ecx | hosts.Ecx));
                    Assert.Equal(0u, expected.ecx & ~(actual.ecx | (expected.function == 7 ? FiveLevelPaging : RuntimeBitsOfLeaf1)));
                    Assert.Equal(0u, actual.edx & ~(expected.edx | hosts.Edx));
                    Assert.Equal(0u, expected.edx & ~actual.edx);
                    Assert.True(expected.function != 1 || expected.ebx == actual.ebx);
                    break;
                default:
                    Assert.Equal(expected, actual);
                    break;
            }
        }
    }
}
