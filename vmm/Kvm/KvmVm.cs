using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;

namespace Kiln.Vmm.Kvm;

/// <summary>A virtual machine of the kernel.</summary>
internal sealed unsafe class KvmVm : IDisposable
{
    private readonly OwnedDescriptor _vm;
    private readonly int _sharedPageLength;

    /// <summary>Takes ownership of a machine's descriptor.</summary>
    /// <param name="number">What KVM_CREATE_VM returned.</param>
    /// <param name="sharedPageLength">Bytes that a vCPU shares with the kernel.</param>
    internal KvmVm(int number, int sharedPageLength)
    {
        _vm = new OwnedDescriptor(number);
        _sharedPageLength = sharedPageLength;
    }

    /// <summary>Puts host memory at a guest-physical address.</summary>
    /// <param name="slot">A slot that is free.</param>
    /// <param name="guestAddress">Where the guest sees it; page-aligned.</param>
    /// <param name="length">Bytes, whole pages.</param>
    /// <param name="hostAddress">Where this process has it; must stay mapped while the machine lives.</param>
    /// <param name="flags">What the kernel does with it besides.</param>
    /// <exception cref="LinuxException">The range overlaps another, or the kernel has no memory for its tables.</exception>
    internal void SetMemory(uint slot, ulong guestAddress, ulong length, byte* hostAddress, KvmMemoryFlags flags)
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

    /// <summary>Places the three pages of the TSS that KVM needs on Intel hosts and guests never see.</summary>
    /// <param name="guestAddress">Below 4 GiB, outside guest memory.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal void SetTssAddress(uint guestAddress) =>
        Check(_vm.Descriptor.Control(KvmRequest.KVM_SET_TSS_ADDR, guestAddress), "KVM_SET_TSS_ADDR");

    /// <summary>Creates the PIC, the IOAPIC and the local APICs in the kernel; before the first vCPU.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal void CreateIrqchip() => Check(_vm.Descriptor.Control(KvmRequest.KVM_CREATE_IRQCHIP), "KVM_CREATE_IRQCHIP");

    /// <summary>Creates the PIT in the kernel.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal void CreatePit()
    {
        kvm_pit_config configuration = new() { flags = (uint)KvmPitFlags.KVM_PIT_SPEAKER_DUMMY };
        Check(_vm.Descriptor.Control(KvmRequest.KVM_CREATE_PIT2, ref configuration), "KVM_CREATE_PIT2");
    }

    /// <summary>Connects an irqfd: signalling the eventfd raises an edge-triggered interrupt.</summary>
    /// <param name="line">The eventfd.</param>
    /// <param name="gsi">The global system interrupt.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal void ConnectInterrupt(EventFd line, uint gsi)
    {
        kvm_irqfd connection = new() { fd = (uint)line.Descriptor.Number, gsi = gsi };
        Check(_vm.Descriptor.Control(KvmRequest.KVM_IRQFD, ref connection), "KVM_IRQFD");
    }

    /// <summary>Connects an ioeventfd: a 32-bit write by the guest signals the eventfd without an exit to this process.</summary>
    /// <param name="doorbell">The eventfd.</param>
    /// <param name="guestAddress">The address, which is no memory.</param>
    /// <param name="value">What has to be written.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal void ConnectDoorbell(EventFd doorbell, ulong guestAddress, uint value)
    {
        kvm_ioeventfd connection = new()
        {
            datamatch = value,
            addr = guestAddress,
            len = sizeof(uint),
            fd = doorbell.Descriptor.Number,
            flags = KvmIoEventFlags.DataMatch,
        };
        Check(_vm.Descriptor.Control(KvmRequest.KVM_IOEVENTFD, ref connection), "KVM_IOEVENTFD");
    }

    /// <summary>Makes a vCPU.</summary>
    /// <param name="index">Its number, which is its APIC id.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal KvmVcpu CreateVcpu(int index)
    {
        int number = _vm.Descriptor.Control(KvmRequest.KVM_CREATE_VCPU, (nuint)index);
        Check(number, "KVM_CREATE_VCPU");
        return new KvmVcpu(number, _sharedPageLength);
    }

    /// <summary>Closes the machine; the kernel ends it when its vCPUs are closed too.</summary>
    public void Dispose() => _vm.Dispose();

    private static void Check(int result, string request) => LinuxException.ThrowIfFailed(result, "ioctl", request);
}
