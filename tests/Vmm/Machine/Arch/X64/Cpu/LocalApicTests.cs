using System.Buffers.Binary;
using System.IO;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Kvm.Arch.X64;
using Kiln.Vmm.Machine;
using Kiln.Vmm.Machine.Arch.X64.Cpu;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Arch.X64.Cpu;

/// <summary>The state of a real KVM vCPU after its preparation.</summary>
public sealed class LocalApicTests
{
    [Fact]
    public void BothPinsAreConnectedAndTheRestStays()
    {
        Assert.SkipUnless(File.Exists(HostCapabilities.DevicePath), "needs /dev/kvm: this host has no KVM device");
        using KvmSystem system = HostCapabilities.Open(HostCapabilities.DevicePath, []);
        Assert.Null(system.TryCreateVm(out KvmVm? vm));
        using (vm)
        {
            vm!.CreateIrqchip();
            using KvmVcpu vcpu = vm.CreateVcpu(0);
            kvm_lapic_state before = default;
            vcpu.GetLocalApic(ref before);

            LocalApic.ConnectPins(vcpu);
            BootMsrs.Set(vcpu);

            kvm_lapic_state after = default;
            vcpu.GetLocalApic(ref after);
            // Delivery modes 7, external, and 4, non-maskable, in bits 8 to 10.
            Assert.Equal(0x700u, Register(after, 0x350) & 0x700);
            Assert.Equal(0x400u, Register(after, 0x360) & 0x700);
            Assert.Equal(Register(before, 0x350) & ~0x700u, Register(after, 0x350) & ~0x700u);
            Assert.Equal(Register(before, 0x360) & ~0x700u, Register(after, 0x360) & ~0x700u);
            for (int offset = 0x20; offset < 0x350; offset += 0x10)
            {
                Assert.Equal(Register(before, offset), Register(after, offset));
            }
        }
    }

    private static uint Register(kvm_lapic_state state, int offset)
    {
        ReadOnlySpan<byte> registers = state.regs;
        return BinaryPrimitives.ReadUInt32LittleEndian(registers[offset..]);
    }
}
