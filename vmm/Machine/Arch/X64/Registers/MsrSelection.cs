namespace Kiln.Vmm.Machine.Arch.X64.Registers;

/// <summary>
/// Selects the MSRs to save: those that KVM lists and that are guest state (Intel SDM, volume 4; AMD APM, volume 2, appendix A), those that guests
/// have although KVM does not list them, those that a CPU template changes, and those of a loaded state.
/// </summary>
internal sealed class MsrSelection
{
    /// <summary>The most MSRs that are saved. A guest with every MSR below has about 400; the limit also bounds an untrusted saved state.</summary>
    internal const int Capacity = 1024;

    // APIC_BASE and EFER are in struct kvm_sregs already; a second value could only contradict it.
    private static readonly uint[] _systemRegisters = [0x1B, 0xC000_0080];

    // Saved if KVM lists them; first and last index. Guests have no PMU, SGX or nested virtualization, so their MSRs are absent.
    private static readonly (uint First, uint Last)[] _ranges =
    [
        (0x0, 0x1), (0x10, 0x10), (0x17, 0x17), (0x2A, 0x2A), (0x2C, 0x2C), (0x34, 0x34), (0x3A, 0x3B), (0x48, 0x49),
        (0x79, 0x79), (0x8B, 0x8B), (0x9E, 0x9E), (0xCD, 0xCE), (0xE2, 0xE2), (0xE7, 0xE8), (0xFE, 0xFE), (0x11E, 0x11E), (0x122, 0x122),
        (0x140, 0x140), (0x174, 0x176), (0x179, 0x17A), (0x198, 0x198), (0x1A0, 0x1A0), (0x1A4, 0x1A4), (0x1AA, 0x1AA), (0x1AD, 0x1AE),
        // XFD and XFD_ERR: without them, tile data that the guest disabled would be enabled after a load.
        (0x1C4, 0x1C5),
        (0x1D9, 0x1D9), (0x1DB, 0x1DE), (0x1FC, 0x1FC), (0x200, 0x2FF), (0x3FC, 0x3FE), (0x400, 0x47F), (0x606, 0x606), (0x60A, 0x60C),
        (0x610, 0x611), (0x613, 0x614), (0x618, 0x619), (0x61B, 0x61C), (0x648, 0x64C), (0x6E0, 0x6E0), (0x800, 0xBFF), (0xDA0, 0xDA0),
        (0xC000_0081, 0xC000_0084), (0xC000_0100, 0xC000_0103), (0xC001_0015, 0xC001_0015), (0x4B56_4D00, 0x4B56_4DFF),
    ];

    // MTRRs: eight variable pairs and eleven fixed ranges, PAT, and the default type.
    private static readonly (uint First, uint Last)[] _memoryTypes =
        [(0x200, 0x20F), (0x250, 0x250), (0x258, 0x259), (0x268, 0x26F), (0x277, 0x277), (0x2FF, 0x2FF)];

    // Four MSRs for each of the 32 banks that KVM emulates.
    private static readonly (uint First, uint Last)[] _machineCheckBanks = [(0x400, 0x47F)];

    private static readonly (uint First, uint Last)[] _bounds = [(0xD90, 0xD90)];

    private readonly uint[] _indexes = new uint[Capacity];
    private int _count;

    /// <param name="listed">The MSRs that this host's KVM lists.</param>
    /// <param name="changed">The MSRs that a CPU template changes.</param>
    internal MsrSelection(ReadOnlySpan<uint> listed, ReadOnlySpan<uint> changed)
    {
        foreach (uint index in listed)
        {
            if (Array.Exists(_ranges, range => index >= range.First && index <= range.Last))
            {
                _ = TryAdd(index);
            }
        }
        foreach (uint index in changed)
        {
            _ = IsSystemRegister(index) || TryAdd(index);
        }
    }

    /// <summary>The selected MSRs, in ascending order.</summary>
    internal ReadOnlySpan<uint> Indexes => _indexes.AsSpan(0, _count);

    /// <summary>Whether struct kvm_sregs holds the MSR.</summary>
    internal static bool IsSystemRegister(uint index) => _systemRegisters.Contains(index);

    /// <summary>Adds an MSR unless it is already selected.</summary>
    /// <returns>False when <see cref="Capacity"/> other MSRs are selected.</returns>
    internal bool TryAdd(uint index)
    {
        int place = Indexes.BinarySearch(index);
        if (place >= 0)
        {
            return true;
        }
        if (_count == Capacity)
        {
            return false;
        }
        _indexes.AsSpan(~place, _count - ~place).CopyTo(_indexes.AsSpan(~place + 1));
        _indexes[~place] = index;
        _count++;
        return true;
    }

    /// <summary>Adds the MSRs that a processor has according to its CPUID leaves, whether KVM lists them or not.</summary>
    /// <param name="leaves">The CPUID leaves, in any order.</param>
    internal void Cover(CpuidLeaves leaves)
    {
        const uint MachineCheck = (1 << 7) | (1 << 14);
        const uint MemoryTypes = 1 << 12;
        const uint MemoryProtection = 1 << 14;
        foreach (ref readonly kvm_cpuid_entry2 leaf in leaves.Entries)
        {
            switch (leaf.function, leaf.index)
            {
                case (1, _):
                    Cover(leaf.edx & MachineCheck, _machineCheckBanks);
                    Cover(leaf.edx & MemoryTypes, _memoryTypes);
                    break;
                case (7, 0):
                    Cover(leaf.ebx & MemoryProtection, _bounds);
                    break;
            }
        }
    }

    private void Cover(uint feature, (uint First, uint Last)[] ranges)
    {
        foreach ((uint first, uint last) in ranges)
        {
            for (uint index = first; feature != 0 && index <= last; index++)
            {
                _ = TryAdd(index);
            }
        }
    }
}
