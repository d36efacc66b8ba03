using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Machine;

/// <summary>Checks whether this host can run a guest; a failure says in one line what the host lacks and how to fix it.</summary>
internal static class HostCapabilities
{
    internal const string DevicePath = "/dev/kvm";

    /// <summary>Opens KVM, and checks its API version and every extension that Kiln requires.</summary>
    /// <param name="path">Path of the device, <see cref="DevicePath"/> outside tests.</param>
    /// <param name="changes">A CPU template's changes to the list of required extensions.</param>
    /// <exception cref="VmmFailure">The device is missing, not accessible to this user, of another API version, or lacks an extension.</exception>
    internal static KvmSystem Open(string path, IReadOnlyList<CapabilityModifier> changes)
    {
        if (KvmSystem.TryOpen(path, out KvmSystem? system) is { } error)
        {
            throw new VmmFailure($"cannot open {path}: {error.Errno}; {Cure(error.Errno)}");
        }
        int version = system!.ApiVersion;
        if (version != KvmVersion.KVM_API_VERSION)
        {
            throw new VmmFailure(version < 0
                ? $"{path} is not a KVM device: {SystemError.Last("ioctl KVM_GET_API_VERSION")}; it must be character device 10:232"
                : $"{path} has KVM API version {version}; {KvmVersion.KVM_API_VERSION} is needed");
        }
        Check(system, changes);
        return system;
    }

    private static bool IsWaived(KvmCapability capability, IReadOnlyList<CapabilityModifier> changes)
    {
        foreach (CapabilityModifier change in changes)
        {
            if (!change.Required && change.Number == (int)capability)
            {
                return true;
            }
        }
        return false;
    }

    private static void Check(KvmSystem system, IReadOnlyList<CapabilityModifier> changes)
    {
        foreach (KvmCapability capability in Required)
        {
            if (!system.Has(capability) && !IsWaived(capability, changes))
            {
                throw new VmmFailure($"KVM on this host lacks {capability}, {Purpose(capability)}; use a newer kernel or another host");
            }
        }
        foreach (CapabilityModifier change in changes)
        {
            if (change.Required && !system.Has((KvmCapability)change.Number))
            {
                throw new VmmFailure(
                    $"KVM on this host lacks capability {change.Number}, which the CPU template asks for; take it out of kvm_capabilities, or use another host");
            }
        }
    }

    private static ReadOnlySpan<KvmCapability> Required =>
    [
        KvmCapability.KVM_CAP_IRQCHIP, KvmCapability.KVM_CAP_IOEVENTFD, KvmCapability.KVM_CAP_IRQFD, KvmCapability.KVM_CAP_USER_MEMORY,
        KvmCapability.KVM_CAP_SET_TSS_ADDR, KvmCapability.KVM_CAP_PIT2, KvmCapability.KVM_CAP_PIT_STATE2,
        KvmCapability.KVM_CAP_ADJUST_CLOCK, KvmCapability.KVM_CAP_DEBUGREGS, KvmCapability.KVM_CAP_MP_STATE,
        KvmCapability.KVM_CAP_VCPU_EVENTS, KvmCapability.KVM_CAP_XCRS, KvmCapability.KVM_CAP_XSAVE, KvmCapability.KVM_CAP_EXT_CPUID,
        KvmCapability.KVM_CAP_IMMEDIATE_EXIT,
    ];

    private static string Cure(Errno errno) => errno.Number switch
    {
        _ when errno == Errno.ENOENT => "load the kernel's kvm module and, on a virtual host, enable nested virtualization",
        _ when errno == Errno.EACCES || errno == Errno.EPERM =>
            "run as a member of group kvm, or through the jailer, which creates a device node owned by its --uid",
        _ when errno == Errno.ENODEV || errno == Errno.ENXIO => "the processor's virtualization is off or the kvm module is not loaded",
        _ => "check the device node, character device 10:232",
    };

    private static string Purpose(KvmCapability capability) => capability switch
    {
        KvmCapability.KVM_CAP_IRQCHIP => "interrupt controllers in the kernel",
        KvmCapability.KVM_CAP_IOEVENTFD => "doorbells by eventfd",
        KvmCapability.KVM_CAP_IRQFD => "interrupts by eventfd",
        KvmCapability.KVM_CAP_USER_MEMORY => "guest memory from a process",
        KvmCapability.KVM_CAP_SET_TSS_ADDR => "a place for the task state segment",
        KvmCapability.KVM_CAP_PIT2 => "the interval timer",
        KvmCapability.KVM_CAP_PIT_STATE2 => "the interval timer's state",
        KvmCapability.KVM_CAP_ADJUST_CLOCK => "the paravirtual clock",
        KvmCapability.KVM_CAP_DEBUGREGS => "debug registers",
        KvmCapability.KVM_CAP_MP_STATE => "run states of processors",
        KvmCapability.KVM_CAP_VCPU_EVENTS => "pending events of processors",
        KvmCapability.KVM_CAP_XCRS => "extended control registers",
        KvmCapability.KVM_CAP_XSAVE => "extended processor state",
        KvmCapability.KVM_CAP_EXT_CPUID => "CPUID with subleaves",
        KvmCapability.KVM_CAP_IMMEDIATE_EXIT => "leaving the guest without a race",
        _ => throw new ArgumentOutOfRangeException(nameof(capability), capability, "not a required extension"),
    };
}
