using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>CPUID leaves in the layout of struct kvm_cpuid2: a count followed by the leaves, sorted by leaf and subleaf.</summary>
internal sealed class CpuidLeaves
{
    /// <summary>The most leaves that KVM lists: KVM_MAX_CPUID_ENTRIES in the kernel's source, which no header exports.</summary>
    [NotInHeader("KVM's own bound, 256, is in no header; the kernel answers E2BIG when it is too small")]
    internal const int Capacity = 256;

    private readonly Buffer[] _buffer = new Buffer[1];

    internal CpuidLeaves() => MakeRoom(Capacity);

    /// <summary>The header of the list, to pass to the kernel; the leaves follow it in memory.</summary>
    internal ref kvm_cpuid2 Header => ref _buffer[0].Head;

    internal Span<kvm_cpuid_entry2> Entries => ((Span<kvm_cpuid_entry2>)_buffer[0].Entries)[..(int)Header.nent];

    /// <summary>Sets the number of leaves, or the room for them, without touching their contents.</summary>
    internal void MakeRoom(int count) => Header.nent = (uint)count;

    /// <summary>Sorts the leaves after the kernel has filled them in: it lists its own, from 0x40000000, last.</summary>
    internal void Sort() => Entries.Sort((left, right) => (left.function, left.index).CompareTo((right.function, right.index)));

    /// <param name="index">The subleaf; 0 for a leaf without subleaves.</param>
    /// <returns>A copy, or null when the list does not have the leaf.</returns>
    internal kvm_cpuid_entry2? Find(uint function, uint index = 0)
    {
        int place = PlaceOf(function, index);
        return place < 0 ? null : Entries[place];
    }

    /// <summary>Replaces a leaf, or inserts it in order of leaf and subleaf.</summary>
    /// <exception cref="ArgumentException">The list is full: a defect, since the leaves added are few and known.</exception>
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

    /// <summary>Returns an independent copy of the list.</summary>
    internal CpuidLeaves Copy()
    {
        CpuidLeaves copy = new();
        copy._buffer[0] = _buffer[0];
        return copy;
    }

    // Returns the bitwise complement of the insertion point when the leaf is not in the list.
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
