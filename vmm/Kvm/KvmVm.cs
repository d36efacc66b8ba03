using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;

namespace Kiln.Vmm.Kvm;

/// <summary>A KVM virtual machine.</summary>
internal sealed unsafe partial class KvmVm : IMachineWiring, IDisposable
{
    private readonly OwnedDescriptor _vm;
    private readonly int _sharedPageLength;

    /// <summary>Takes ownership of a virtual machine's descriptor.</summary>
    /// <param name="sharedPageLength">Bytes of the page that a vCPU shares with the kernel.</param>
    internal KvmVm(int number, int sharedPageLength)
    {
        _vm = new OwnedDescriptor(number);
        _sharedPageLength = sharedPageLength;
    }

    /// <inheritdoc/>
    public void SetMemory(uint slot, ulong guestAddress, ulong length, byte* hostAddress, KvmMemoryFlags flags)
    {
        kvm_userspace_memory_region region = new()
        {
            slot = slot,
            flags = (uint)flags,
            guest_phys_addr = guestAddress,
            memory_size = length,
            userspace_addr = (ulong)hostAddress,
        };
        Check(_vm.Descriptor.Control(KvmRequest.KVM_SET_USER_MEMORY_REGION, ref region), "KVM_SET_USER_MEMORY_REGION");
    }

    /// <summary>Places the three pages of the TSS that KVM needs on Intel hosts and the guest never sees.</summary>
    /// <param name="guestAddress">Below 4 GiB, outside guest memory.</param>
    /// <exception cref="LinuxException"/>
    internal void SetTssAddress(uint guestAddress) =>
        Check(_vm.Descriptor.Control(KvmRequest.KVM_SET_TSS_ADDR, guestAddress), "KVM_SET_TSS_ADDR");

    /// <summary>Creates the PICs, the IOAPIC and the local APICs in the kernel. Call it before creating a vCPU.</summary>
    /// <exception cref="LinuxException"/>
    internal void CreateIrqchip() => Check(_vm.Descriptor.Control(KvmRequest.KVM_CREATE_IRQCHIP), "KVM_CREATE_IRQCHIP");

    /// <exception cref="LinuxException"/>
    internal void CreatePit()
    {
        kvm_pit_config configuration = new() { flags = (uint)KvmPitFlags.KVM_PIT_SPEAKER_DUMMY };
        Check(_vm.Descriptor.Control(KvmRequest.KVM_CREATE_PIT2, ref configuration), "KVM_CREATE_PIT2");
    }

    /// <inheritdoc/>
    public void ConnectInterrupt(EventFd line, uint gsi)
    {
        kvm_irqfd connection = new() { fd = (uint)line.Descriptor.Number, gsi = gsi };
        Check(_vm.Descriptor.Control(KvmRequest.KVM_IRQFD, ref connection), "KVM_IRQFD");
    }

    /// <inheritdoc/>
    public void ConnectDoorbell(EventFd doorbell, ulong guestAddress, uint value) =>
        Check(ChangeDoorbell(doorbell, guestAddress, value, KvmIoEventFlags.DataMatch), "KVM_IOEVENTFD");

    /// <inheritdoc/>
    public void DisconnectDoorbell(EventFd doorbell, ulong guestAddress, uint value)
    {
        if (!_vm.IsClosed)
        {
            Check(ChangeDoorbell(doorbell, guestAddress, value, KvmIoEventFlags.DataMatch | KvmIoEventFlags.Deassign), "KVM_IOEVENTFD");
        }
    }

    /// <param name="index">Its index, which is also its APIC ID.</param>
    /// <exception cref="LinuxException"/>
    internal KvmVcpu CreateVcpu(int index)
    {
        int number = _vm.Descriptor.Control(KvmRequest.KVM_CREATE_VCPU, (nuint)index);
        Check(number, "KVM_CREATE_VCPU");
        return new KvmVcpu(number, _sharedPageLength);
    }

    /// <summary>Closes the virtual machine; the kernel destroys it when its vCPUs are closed too.</summary>
    public void Dispose() => _vm.Dispose();

    private int ChangeDoorbell(EventFd doorbell, ulong guestAddress, uint value, KvmIoEventFlags flags)
    {
        kvm_ioeventfd connection = new()
        {
            datamatch = value,
            addr = guestAddress,
            len = sizeof(uint),
            fd = doorbell.Descriptor.Number,
            flags = flags,
        };
        return _vm.Descriptor.Control(KvmRequest.KVM_IOEVENTFD, ref connection);
    }

    private static void Check(int result, string request) => LinuxException.ThrowIfFailed(result, "ioctl", request);
}
