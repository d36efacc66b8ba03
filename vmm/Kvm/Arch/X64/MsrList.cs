using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>A list of model-specific registers in the layout of struct kvm_msrs: a count, and the registers behind it.</summary>
internal sealed class MsrList
{
    /// <summary>The most that KVM reads or writes at once.</summary>
    [NotInHeader("MAX_IO_MSRS of the kernel's source is in no header; the kernel answers E2BIG to more")]
    internal const int Capacity = 256;

    private readonly Buffer[] _buffer = new Buffer[1];

    /// <summary>The list's start, to give to the kernel; the registers follow it in memory.</summary>
    internal ref kvm_msrs Header => ref _buffer[0].Head;

    /// <summary>The registers.</summary>
    internal Span<kvm_msr_entry> Entries => ((Span<kvm_msr_entry>)_buffer[0].Entries)[..(int)Header.nmsrs];

    /// <summary>Adds a register behind the others.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="value">Its value; of no use where it is to be read.</param>
    /// <exception cref="IndexOutOfRangeException">There are <see cref="Capacity"/> already.</exception>
    internal void Add(uint index, ulong value = 0)
    {
        Span<kvm_msr_entry> all = _buffer[0].Entries;
        all[(int)Header.nmsrs] = new kvm_msr_entry { index = index, data = value };
        Header.nmsrs++;
    }

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
