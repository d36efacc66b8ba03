using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>MSRs in the layout of struct kvm_msrs: a count followed by the entries.</summary>
internal sealed class MsrList
{
    /// <summary>The most MSRs that KVM reads or writes in one call.</summary>
    [NotInHeader("MAX_IO_MSRS of the kernel's source is in no header; the kernel answers E2BIG to more")]
    internal const int Capacity = 256;

    private readonly Buffer[] _buffer = new Buffer[1];

    /// <summary>The header of the list, to pass to the kernel; the entries follow it in memory.</summary>
    internal ref kvm_msrs Header => ref _buffer[0].Head;

    internal Span<kvm_msr_entry> Entries => ((Span<kvm_msr_entry>)_buffer[0].Entries)[..(int)Header.nmsrs];

    /// <param name="value">The value to write; ignored for a read.</param>
    /// <exception cref="IndexOutOfRangeException">The list already has <see cref="Capacity"/> entries.</exception>
    internal void Add(uint index, ulong value = 0)
    {
        Span<kvm_msr_entry> all = _buffer[0].Entries;
        all[(int)Header.nmsrs] = new kvm_msr_entry { index = index, data = value };
        Header.nmsrs++;
    }

    internal void Clear() => Header.nmsrs = 0;

    [NotInHeader("kvm_msrs with its flexible array given a length")]
    [StructLayout(LayoutKind.Sequential)]
    private struct Buffer
    {
        internal kvm_msrs Head;
        internal EntryArray Entries;
    }

    [NotInHeader("an array of kvm_msr_entry")]
    [InlineArray(Capacity)]
    private struct EntryArray
    {
        private kvm_msr_entry _first;
    }
}
