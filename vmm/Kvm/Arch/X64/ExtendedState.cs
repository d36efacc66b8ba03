using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>A buffer for a vCPU's extended state: struct kvm_xsave and the components that the host appends to it.</summary>
/// <param name="length">Bytes, as KVM reports them for the virtual machine: it reads and writes that many.</param>
internal sealed class ExtendedState(int length)
{
    /// <summary>The fewest bytes that any KVM has: struct kvm_xsave.</summary>
    [NotInHeader("the size of kvm_xsave, whose flexible array follows")]
    internal const int ShortestLength = 4096;

    /// <summary>More bytes than any processor has: with AMX tile data they are 11,008.</summary>
    [NotInHeader("Kiln's own bound on an untrusted state")]
    internal const int LongestLength = 64 << 10;

    private readonly byte[] _bytes = new byte[length];

    internal Span<byte> Bytes => _bytes;
}
