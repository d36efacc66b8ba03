using Kiln.Vmm.Kvm;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Resources;

/// <summary>A range of guest memory registered with KVM.</summary>
/// <param name="Number">KVM's slot number, as KVM_GET_DIRTY_LOG takes it.</param>
/// <param name="Region">The guest-physical range.</param>
internal sealed record MemorySlot(uint Number, GuestRegion Region, KvmMemoryFlags Flags);
