using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>How a write is compared with what an eventfd waits for.</summary>
[Flags]
internal enum KvmIoEventFlags : uint
{
    /// <summary>Only the wanted value signals; other values are exits.</summary>
    [NotInHeader("KVM_IOEVENTFD_FLAG_DATAMATCH, 1 << kvm_ioeventfd_flag_nr_datamatch, the first of an enumeration without values")]
    DataMatch = 1 << 0,
}
