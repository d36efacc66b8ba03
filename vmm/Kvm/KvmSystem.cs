using Kiln.Linux.Calls;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Vmm.Kvm;

/// <summary>The KVM device: what the host can do, and the maker of virtual machines.</summary>
internal sealed unsafe class KvmSystem : IDisposable
{
    private readonly OwnedDescriptor _device;

    private KvmSystem(OwnedDescriptor device) => _device = device;

    /// <summary>Opens the device; close-on-exec.</summary>
    /// <param name="path">Where it is, <c>/dev/kvm</c> outside tests.</param>
    /// <param name="system">The open device.</param>
    /// <returns>Null, or why it cannot be opened.</returns>
    internal static SystemError? TryOpen(string path, out KvmSystem? system)
    {
        fixed (byte* name = CString.Encode(path))
        {
            int number = LibC.open(name, LibC.O_RDWR | LibC.O_CLOEXEC, 0);
            system = number < 0 ? null : new KvmSystem(new OwnedDescriptor(number));
            return number < 0 ? SystemError.Last("open", path) : null;
        }
    }

    /// <summary>The version of the interface; see <see cref="KvmVersion"/>.</summary>
    internal int ApiVersion => _device.Descriptor.Control(KvmRequest.KVM_GET_API_VERSION);

    /// <summary>Bytes that a vCPU shares with the kernel.</summary>
    /// <exception cref="LinuxException">The kernel does not say.</exception>
    internal int SharedPageLength => LinuxException.ThrowIfFailed(
        _device.Descriptor.Control(KvmRequest.KVM_GET_VCPU_MMAP_SIZE), "ioctl KVM_GET_VCPU_MMAP_SIZE");

    /// <summary>Whether the host's KVM has an extension.</summary>
    /// <param name="capability">The extension.</param>
    internal bool Has(KvmCapability capability) =>
        _device.Descriptor.Control(KvmRequest.KVM_CHECK_EXTENSION, (nuint)(int)capability) > 0;

    /// <summary>The CPUID leaves that this host can give a guest.</summary>
    /// <exception cref="LinuxException">The kernel has more leaves than there is room for.</exception>
    internal CpuidLeaves GetSupportedCpuid()
    {
        CpuidLeaves leaves = new();
        LinuxException.ThrowIfFailed(
            _device.Descriptor.Control(KvmRequest.KVM_GET_SUPPORTED_CPUID, ref leaves.Header), "ioctl KVM_GET_SUPPORTED_CPUID");
        leaves.Sort();
        return leaves;
    }

    /// <summary>Makes a virtual machine without memory, devices or vCPUs.</summary>
    /// <param name="vm">The new machine.</param>
    /// <returns>Null, or why the kernel refused.</returns>
    internal SystemError? TryCreateVm(out KvmVm? vm)
    {
        // A pending signal makes the call fail with EINTR while the kernel starts a worker thread; five tries are
        // what Firecracker allows, and a machine that is still interrupted then has another problem.
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

    /// <summary>Closes the device; machines that were made stay.</summary>
    public void Dispose() => _device.Dispose();
}
