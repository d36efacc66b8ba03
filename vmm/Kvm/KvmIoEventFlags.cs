using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>How a guest write is matched with an ioeventfd, and whether it is added or removed.</summary>
[Flags]
internal enum KvmIoEventFlags : uint
{
    /// <summary>Only a write of the wanted value signals the eventfd; other values exit.</summary>
    [NotInHeader("KVM_IOEVENTFD_FLAG_DATAMATCH, 1 << kvm_ioeventfd_flag_nr_datamatch, the first of an enumeration without values")]
    DataMatch = 1 << 0,

    /// <summary>Removes the ioeventfd.</summary>
    [NotInHeader("KVM_IOEVENTFD_FLAG_DEASSIGN, 1 << kvm_ioeventfd_flag_nr_deassign, the third of that enumeration")]
    Deassign = 1 << 2,
}
