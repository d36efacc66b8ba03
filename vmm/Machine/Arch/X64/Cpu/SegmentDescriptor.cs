namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>A segment descriptor as stored in the global descriptor table (Intel SDM volume 3, 3.4.5).</summary>
internal readonly record struct SegmentDescriptor(ulong Raw)
{
    /// <summary>Returns the segment register that loading this descriptor yields.</summary>
    /// <param name="index">Its index in the table.</param>
    internal kvm_segment Load(int index)
    {
        byte granularity = Bit(55);
        uint limit = (uint)((Raw & 0xFFFF) | ((Raw >> 32) & 0xF_0000));
        byte present = Bit(47);
        return new kvm_segment
        {
            @base = ((Raw >> 16) & 0xFF_FFFF) | ((Raw >> 32) & 0xFF00_0000),
            limit = granularity == 0 ? limit : (limit << 12) | 0xFFF,
            selector = (ushort)(index * sizeof(ulong)),
            type = (byte)((Raw >> 40) & 0xF),
            present = present,
            dpl = (byte)((Raw >> 45) & 0x3),
            db = Bit(54),
            s = Bit(44),
            l = Bit(53),
            g = granularity,
            avl = Bit(52),
            unusable = (byte)(1 - present),
        };
    }

    private byte Bit(int number) => (byte)((Raw >> number) & 1);
}
