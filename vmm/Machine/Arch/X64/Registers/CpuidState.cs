using System.Runtime.InteropServices;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Machine.Arch.X64.Registers;

/// <summary>Saves and loads CPUID leaves: their number, then the leaves in KVM's layout.</summary>
internal static class CpuidState
{
    /// <summary>Name of the field in failure messages.</summary>
    internal const string Field = "cpuid2";

    internal static void Write(CpuidLeaves leaves, ref StateWriter state)
    {
        ReadOnlySpan<kvm_cpuid_entry2> entries = leaves.Entries;
        // KVM may pad a list with empty entries.
        while (entries is [.., { function: 0, index: 0, flags: 0, eax: 0, ebx: 0, ecx: 0, edx: 0 }])
        {
            entries = entries[..^1];
        }
        state.WriteBytes(MemoryMarshal.AsBytes(entries));
    }

    /// <exception cref="StateFailure">There are too many leaves, or one is truncated.</exception>
    internal static unsafe void Read(CpuidLeaves leaves, ref StateReader state)
    {
        leaves.MakeRoom(CpuidLeaves.Capacity);
        int length = state.ReadBytes(Field, MemoryMarshal.AsBytes(leaves.Entries));
        if (length % sizeof(kvm_cpuid_entry2) != 0)
        {
            throw state.Refuse(Field, $"{length} bytes are no whole leaves of {sizeof(kvm_cpuid_entry2)}: take the snapshot again");
        }
        leaves.MakeRoom(length / sizeof(kvm_cpuid_entry2));
    }
}
