using Kiln.Vmm.Kvm;
using Kiln.Vmm.Kvm.Arch.X64;
using Kiln.Vmm.State;

namespace Kiln.Testing.Vmm.Snapshots;

/// <summary>Processors and chips of a saved machine, in their format but without a content that KVM would take.</summary>
internal static class SampleProcessors
{
    private const ushort Version = 1;
    private const int MostLeaves = 40;
    private const int MostMsrs = 30;

    // Extended state without and with AMX tile data.
    private static readonly int[] _extendedLengths = [4096, 11_008];

    /// <param name="random">Chooses lengths and some of the content; null for the least.</param>
    internal static unsafe void Save(int count, Random? random, ref StateWriter state)
    {
        state.Begin("processors", Version);
        state.WriteCount(count);
        for (int index = 0; index < count; index++)
        {
            state.Begin($"vcpu {index}", Version);
            state.WriteStructure(new kvm_mp_state());
            state.WriteStructure(new kvm_regs());
            state.WriteStructure(new kvm_sregs());
            state.WriteBytes(new byte[_extendedLengths[random?.Next(_extendedLengths.Length) ?? 0]]);
            state.WriteStructure(new kvm_xcrs());
            state.WriteStructure(new kvm_debugregs());
            state.WriteStructure(new kvm_lapic_state());
            state.WriteUInt32((uint)(random?.Next() ?? 0));
            state.WriteBytes(new byte[sizeof(kvm_cpuid_entry2) * (random?.Next(MostLeaves) ?? 0)]);
            SaveMsrs(random, ref state);
            state.WriteStructure(new kvm_vcpu_events());
            state.End();
        }
        state.End();
        state.Begin("chips", Version);
        state.WriteStructure(new kvm_pit_state2());
        state.WriteUInt64((ulong)(random?.NextInt64() ?? 0));
        state.WriteBoolean(random is not null);
        state.WriteUInt64((ulong)(random?.NextInt64() ?? 0));
        state.WriteBytes(new byte[sizeof(kvm_pic_state)]);
        state.WriteBytes(new byte[sizeof(kvm_pic_state)]);
        state.WriteBytes(new byte[sizeof(kvm_ioapic_state)]);
        state.End();
    }

    private static void SaveMsrs(Random? random, ref StateWriter state)
    {
        int count = random?.Next(MostMsrs) ?? 0;
        state.WriteCount(count);
        for (uint number = 0; number < count; number++)
        {
            state.WriteUInt32(0x400 + (2 * number));
            state.WriteUInt64((ulong)random!.NextInt64());
        }
    }
}
