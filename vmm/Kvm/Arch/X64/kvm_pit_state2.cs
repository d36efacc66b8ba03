using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>State of the PIT.</summary>
[CHeader("asm/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct kvm_pit_state2
{
    public Channels channels;

    public KvmPitStateFlags flags;

    public fixed uint reserved[9];

    [NotInHeader("an array of kvm_pit_channel_state")]
    [InlineArray(3)]
    internal struct Channels
    {
        private kvm_pit_channel_state _first;
    }
}
