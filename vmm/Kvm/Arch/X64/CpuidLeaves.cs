using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>A list of CPUID leaves in the layout of struct kvm_cpuid2: a count, and the leaves behind it, in order of leaf and subleaf.</summary>
internal sealed class CpuidLeaves
{
    // KVM_MAX_CPUID_ENTRIES in the kernel's source; no header exports it.
    [NotInHeader("KVM's own bound, 256, is in no header; the kernel answers E2BIG when it is too small")]
    private const int Capacity = 256;

    private readonly Buffer[] _buffer = new Buffer[1];

    /// <summary>Makes room for every leaf that KVM can list.</summary>
    internal CpuidLeaves() => _buffer[0].Head.nent = Capacity;

    /// <summary>The list's start, to give to the kernel; the leaves follow it in memory.</summary>
    internal ref kvm_cpuid2 Header => ref _buffer[0].Head;

    /// <summary>The leaves.</summary>
    internal Span<kvm_cpuid_entry2> Entries => ((Span<kvm_cpuid_entry2>)_buffer[0].Entries)[..(int)Header.nent];

    /// <summary>Brings what the kernel has filled in into order: it lists its own leaves, 0x40000000 and on, last.</summary>
    internal void Sort() => Entries.Sort((left, right) => (left.function, left.index).CompareTo((right.function, right.index)));

    /// <summary>A leaf.</summary>
    /// <param name="function">Its number.</param>
    /// <param name="index">Its subleaf; 0 where subleaves do not count.</param>
    /// <returns>A copy, or null when the list has no such leaf.</returns>
    internal kvm_cpuid_entry2? Find(uint function, uint index = 0)
    {
        int place = PlaceOf(function, index);
        return place < 0 ? null : Entries[place];
    }

    /// <summary>Replaces a leaf, or adds it in order of leaf and subleaf.</summary>
    /// <param name="leaf">The leaf.</param>
    /// <exception cref="ArgumentException">There is no room: a defect, since what is added is few and known.</exception>
    internal void Put(in kvm_cpuid_entry2 leaf)
    {
        int place = PlaceOf(leaf.function, leaf.index);
        if (place < 0)
        {
            place = ~place;
            Span<kvm_cpuid_entry2> all = _buffer[0].Entries;
            all[place..(int)Header.nent].CopyTo(all[(place + 1)..]);
            Header.nent++;
        }
        Entries[place] = leaf;
    }

    /// <summary>The same leaves in a list of their own.</summary>
    internal CpuidLeaves Copy()
    {
        CpuidLeaves copy = new();
        copy._buffer[0] = _buffer[0];
        return copy;
    }

    // The complement of where it belongs when it is not there.
    private int PlaceOf(uint function, uint index)
    {
        Span<kvm_cpuid_entry2> leaves = Entries;
        int place = 0;
        while (place < leaves.Length && (leaves[place].function, leaves[place].index).CompareTo((function, index)) < 0)
        {
            place++;
        }
        return place < leaves.Length && leaves[place].function == function && leaves[place].index == index ? place : ~place;
    }

    [NotInHeader("kvm_cpuid2 with its flexible array given a length")]
    [StructLayout(LayoutKind.Sequential)]
    private struct Buffer
    {
        internal kvm_cpuid2 Head;
        internal EntryArray Entries;
    }

    [NotInHeader("an array of kvm_cpuid_entry2")]
    [System.Runtime.CompilerServices.InlineArray(Capacity)]
    private struct EntryArray
    {
        private kvm_cpuid_entry2 _first;
    }
}
