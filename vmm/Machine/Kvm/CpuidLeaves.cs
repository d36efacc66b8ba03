using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Kvm;

/// <summary>A list of CPUID leaves in the layout of struct kvm_cpuid2: a count, and the leaves behind it.</summary>
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
