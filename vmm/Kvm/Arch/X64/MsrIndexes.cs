using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>MSR indexes in the layout of struct kvm_msr_list: a count followed by the indexes.</summary>
internal sealed class MsrIndexes
{
    [NotInHeader("KVM lists what its source names, some 40 to 300 numbers; the kernel answers E2BIG when this is too small")]
    private const int Capacity = 1024;

    private readonly Buffer[] _buffer = new Buffer[1];

    /// <summary>Makes room for every index that KVM can list.</summary>
    internal MsrIndexes() => _buffer[0].Head.nmsrs = Capacity;

    /// <summary>The header of the list, to pass to the kernel; the indexes follow it in memory.</summary>
    internal ref kvm_msr_list Header => ref _buffer[0].Head;

    internal ReadOnlySpan<uint> Entries => ((ReadOnlySpan<uint>)_buffer[0].Entries)[..(int)Header.nmsrs];

    [NotInHeader("kvm_msr_list with its flexible array given a length")]
    [StructLayout(LayoutKind.Sequential)]
    private struct Buffer
    {
        internal kvm_msr_list Head;
        internal EntryArray Entries;
    }

    [NotInHeader("an array of numbers")]
    [InlineArray(Capacity)]
    private struct EntryArray
    {
        private uint _first;
    }
}
