using System.Runtime.InteropServices;
using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Machine.Resources;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine;

/// <summary>
/// Which pages of guest memory were written since the last snapshot: by the guest, which KVM logs, and by the monitor, whose marks they join. The
/// machine is paused. The vmm thread owns it.
/// </summary>
/// <param name="dirty">The monitor's marks.</param>
internal sealed class WrittenPages(KvmVm vm, MemorySlots slots, DirtyPages dirty)
{
    /// <summary>Moves KVM's logs to the monitor's marks. A failure loses nothing: what was read is marked, and the rest is still logged.</summary>
    /// <exception cref="VmmFailure">The host has no memory for a copy of the logs.</exception>
    /// <exception cref="LinuxException"/>
    internal void Collect()
    {
        foreach (MemorySlot slot in slots.All)
        {
            PageBitmap marks = dirty.Of(slot.Region);
            MappedMemory room = MappedMemory.TryCreate(marks.Words.Length * sizeof(ulong))
                ?? throw new VmmFailure("the host has no memory for the log of written pages; free some and try again");
            try
            {
                Span<ulong> log = MemoryMarshal.Cast<byte, ulong>(room.GetSpan());
                vm.GetDirtyLog(slot.Number, log);
                marks.Add(log);
            }
            finally
            {
                room.Unmap();
            }
        }
    }

    /// <summary>Starts anew: from now on no page counts as written.</summary>
    /// <exception cref="VmmFailure">The host has no memory for a copy of the logs; nothing is forgotten.</exception>
    /// <exception cref="LinuxException">As above.</exception>
    internal void Forget()
    {
        Collect();
        dirty.Clear();
    }
}
