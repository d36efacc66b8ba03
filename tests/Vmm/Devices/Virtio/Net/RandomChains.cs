using System.Linq;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Queues;

namespace Kiln.Vmm.Tests.Devices.Virtio.Net;

/// <summary>Random receive chains of a driver: of one or many buffers, indirect or not, some not to be written. Each has memory of its own.</summary>
internal sealed class RandomChains(TestNetwork network, Random random)
{
    // A chain's buffers, and behind them its indirect table.
    private const ulong SlotLength = 0x1_4000;
    private const ulong TableOffset = 0x1_3000;
    private const int LongestChain = 70_000;

    // Between two buffers, so that a byte behind one is nobody's.
    private const int Gap = 8;

    private int _descriptor;
    private int _free = network.Receiving.Size;
    private int _slot;

    /// <summary>Offers a chain.</summary>
    /// <returns>Null when too few descriptors are free.</returns>
    internal OfferedChain? Offer()
    {
        if (_free == 0)
        {
            return null;
        }
        bool isIndirect = random.Next(3) == 0;
        int most = Math.Min(isIndirect ? network.Receiving.Size : _free, random.Next(4) == 0 ? 16 : 3);
        ulong start = TestDriver.Buffers + ((ulong)(_slot++ % Virtqueue.MaximumSize) * SlotLength);
        (ulong Address, int Length)[] parts = Divide(start, LengthOf(), random.Next(1, most + 1));
        bool isSound = random.Next(12) != 0;
        ushort head = isIndirect ? DescribeIndirectly(start + TableOffset, parts, isSound) : Describe(parts, isSound);
        network.Receiving.OfferHead(head);
        return new OfferedChain(head, isSound, parts);
    }

    /// <summary>The device has used a chain: its descriptors are free again.</summary>
    internal void Release(OfferedChain chain)
    {
        vring_desc first = network.Driver.Load<vring_desc>(network.Receiving.Table + (16 * (ulong)chain.Head));
        _free += first.flags.HasFlag(DescriptorFlags.VRING_DESC_F_INDIRECT) ? 1 : chain.Parts.Length;
    }

    private int LengthOf() => random.Next(5) switch
    {
        0 => random.Next(1, 40),
        1 => random.Next(1500, 1560),
        2 => random.Next(12, 9000),
        3 => random.Next(65_550, LongestChain),
        _ => random.Next(12, 800),
    };

    private (ulong Address, int Length)[] Divide(ulong start, int length, int count)
    {
        int[] cuts = [0, .. Enumerable.Range(0, count - 1).Select(_ => random.Next(length + 1)).Order(), length];
        (ulong Address, int Length)[] parts = new (ulong, int)[count];
        for (int index = 0; index < count; index++)
        {
            parts[index] = (start, cuts[index + 1] - cuts[index]);
            start += (ulong)(parts[index].Length + Gap);
        }
        return parts;
    }

    private ushort Describe((ulong Address, int Length)[] parts, bool isSound)
    {
        int size = network.Receiving.Size;
        int head = _descriptor;
        for (int index = 0; index < parts.Length; index++, _descriptor = (_descriptor + 1) % size)
        {
            network.Receiving.Describe(
                _descriptor, parts[index].Address, (uint)parts[index].Length, FlagsOf(index, parts.Length, isSound), (ushort)((_descriptor + 1) % size));
        }
        _free -= parts.Length;
        return (ushort)head;
    }

    private ushort DescribeIndirectly(ulong table, (ulong Address, int Length)[] parts, bool isSound)
    {
        for (int index = 0; index < parts.Length; index++)
        {
            network.Driver.Store(table + ((ulong)index * 16), new vring_desc
            {
                addr = parts[index].Address,
                len = (uint)parts[index].Length,
                flags = FlagsOf(index, parts.Length, isSound),
                next = (ushort)(index + 1),
            });
        }
        int head = _descriptor;
        network.Receiving.Describe(head, table, (uint)parts.Length * 16, DescriptorFlags.VRING_DESC_F_INDIRECT);
        _descriptor = (_descriptor + 1) % network.Receiving.Size;
        _free--;
        return (ushort)head;
    }

    // A chain that is not sound is to be read.
    private static DescriptorFlags FlagsOf(int index, int count, bool isSound) =>
        (isSound ? DescriptorFlags.VRING_DESC_F_WRITE : 0) | (index < count - 1 ? DescriptorFlags.VRING_DESC_F_NEXT : 0);
}
