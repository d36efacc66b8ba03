using Kiln.Linux.Calls;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Vmm.Kvm;

/// <summary>The KVM device: reports what the host supports and creates virtual machines.</summary>
internal sealed unsafe class KvmSystem : IDisposable
{
    private readonly OwnedDescriptor _device;

    private KvmSystem(OwnedDescriptor device) => _device = device;

    /// <summary>Opens the device with close-on-exec.</summary>
    /// <param name="path">Path of the device, <c>/dev/kvm</c> outside tests.</param>
    /// <returns>Null on success, otherwise why the device cannot be opened.</returns>
    internal static SystemError? TryOpen(string path, out KvmSystem? system)
    {
        fixed (byte* name = CString.Encode(path))
        {
            int number = LibC.open(name, LibC.O_RDWR | LibC.O_CLOEXEC, 0);
            system = number < 0 ? null : new KvmSystem(new OwnedDescriptor(number));
            return number < 0 ? SystemError.Last("open", path) : null;
        }
    }

    internal int ApiVersion => _device.Descriptor.Control(KvmRequest.KVM_GET_API_VERSION);

    /// <summary>Bytes of the page that a vCPU shares with the kernel.</summary>
    /// <exception cref="LinuxException">The kernel rejects the request.</exception>
    internal int SharedPageLength => LinuxException.ThrowIfFailed(
        _device.Descriptor.Control(KvmRequest.KVM_GET_VCPU_MMAP_SIZE), "ioctl KVM_GET_VCPU_MMAP_SIZE");

    internal bool Has(KvmCapability capability) =>
        _device.Descriptor.Control(KvmRequest.KVM_CHECK_EXTENSION, (nuint)(int)capability) > 0;

    /// <summary>The CPUID leaves that this host can give a guest.</summary>
    /// <exception cref="LinuxException">The kernel has more leaves than the list can hold.</exception>
    internal CpuidLeaves GetSupportedCpuid()
    {
        CpuidLeaves leaves = new();
        LinuxException.ThrowIfFailed(
            _device.Descriptor.Control(KvmRequest.KVM_GET_SUPPORTED_CPUID, ref leaves.Header), "ioctl KVM_GET_SUPPORTED_CPUID");
        leaves.Sort();
        return leaves;
    }

    /// <summary>The MSRs that this host's KVM lists as guest state; the list is not complete.</summary>
    /// <exception cref="LinuxException">The kernel has more MSRs than the list can hold.</exception>
    internal MsrIndexes GetMsrIndexes()
    {
        MsrIndexes indexes = new();
        LinuxException.ThrowIfFailed(
            _device.Descriptor.Control(KvmRequest.KVM_GET_MSR_INDEX_LIST, ref indexes.Header), "ioctl KVM_GET_MSR_INDEX_LIST");
        return indexes;
    }

    /// <summary>Creates a virtual machine without memory, devices or vCPUs.</summary>
    /// <returns>Null on success, otherwise why the kernel refused.</returns>
    internal SystemError? TryCreateVm(out KvmVm? vm)
    {
        // A pending signal makes the call fail with EINTR while the kernel starts a worker thread. Firecracker allows five tries;
        // if all are interrupted, something else is wrong.
        const int MaximumTries = 5;
        for (int attempt = 1; ; attempt++)
        {
            int number = _device.Descriptor.Control(KvmRequest.KVM_CREATE_VM);
            if (number >= 0)
            {
                vm = new KvmVm(number, SharedPageLength);
                return null;
            }
            SystemError error = SystemError.Last("ioctl KVM_CREATE_VM");
            if (error.Errno != Errno.EINTR || attempt == MaximumTries)
            {
                vm = null;
                return error;
            }
        }
    }

    /// <summary>Closes the device; virtual machines created from it remain.</summary>
    public void Dispose() => _device.Dispose();
}
