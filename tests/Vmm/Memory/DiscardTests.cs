using System.IO;
using System.Linq;
using CsCheck;
using Kiln.Linux.Errors;
using Kiln.Testing.Harness;
using Kiln.Vmm.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Memory;

/// <summary>Whole pages inside a range are discarded and read as zero, whatever backs them; nothing else changes.</summary>
public sealed class DiscardTests
{
    private const int MiB = 1 << 20;
    private const int Length = 8 * MiB;
    private const byte Written = 0xA5;

    public static TheoryData<BackingKind> Kinds => [.. Enum.GetValues<BackingKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ExactlyTheWholePagesInsideReadAsZero(BackingKind kind)
    {
        int seed = Seed.Next();
        Random random = new(seed);
        using HugePageReserve? reserve = ReserveFor(kind);
        using BackedMemory memory = new(kind, Length);
        byte[] model = new byte[Length];
        for (int round = 0; round < 100; round++)
        {
            // Written in places, and as it was elsewhere.
            int written = random.Next(Length);
            memory.Bytes.Slice(written, Math.Min(64 * 1024, Length - written)).Fill(Written);
            memory.Bytes.CopyTo(model);
            int address = random.Next(Length);
            int length = random.Next(2) == 0 ? random.Next(Length - address + 1) : random.Next(Math.Min(Length - address, 0x8000) + 1);
            memory.Guest.Dirty!.Clear();

            Assert.Equal(0, memory.Guest.Discard(new GuestAddress((ulong)address), (ulong)length, out _).Number);

            int first = (address + memory.PageLength - 1) / memory.PageLength * memory.PageLength;
            int end = (address + length) / memory.PageLength * memory.PageLength;
            model.AsSpan(Math.Min(first, end), Math.Max(end - first, 0)).Clear();
            Assert.True(memory.Bytes.SequenceEqual(model), $"seed {seed}, round {round}: {length} bytes at {address}");
            PageBitmap marks = memory.Guest.Dirty.Of(memory.Guest.Regions[0]);
            Assert.All(
                Enumerable.Range(0, Length / 4096),
                page => Assert.Equal(page * 4096 >= first && page * 4096 < end, marks.IsSet((ulong)page)));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TheHostHasThePagesBack(BackingKind kind)
    {
        using HugePageReserve? reserve = ReserveFor(kind);
        using BackedMemory memory = new(kind, Length);
        memory.Bytes.Fill(Written);
        Assert.Equal(Length / 4096, memory.Resident(0, Length));

        Assert.Equal(0, memory.Guest.Discard(new GuestAddress(2 * MiB), 4 * MiB, out _).Number);

        Assert.Equal(
            (2 * MiB / 4096, 0, 2 * MiB / 4096),
            (memory.Resident(0, 2 * MiB), memory.Resident(2 * MiB, 4 * MiB), memory.Resident(6 * MiB, 2 * MiB)));
    }

    [Theory]
    [InlineData(BackingKind.PrivateFile)]
    [InlineData(BackingKind.SharedFile)]
    [InlineData(BackingKind.PrivateMemoryFile)]
    [InlineData(BackingKind.SharedMemoryFile)]
    public void AFileHasAHoleWhenItIsSharedAndIsAsItWasOtherwise(BackingKind kind)
    {
        using BackedMemory memory = new(kind, Length);
        memory.Bytes.Fill(Written);

        Assert.Equal(0, memory.Guest.Discard(new GuestAddress(MiB), MiB, out _).Number);

        byte[] file = memory.FileBytes();
        byte rest = memory.IsShared ? Written : BackedMemory.Old;
        Assert.True(file.AsSpan(0, MiB).IndexOfAnyExcept(rest) < 0);
        Assert.True(file.AsSpan(MiB, MiB).IndexOfAnyExcept(memory.IsShared ? (byte)0 : BackedMemory.Old) < 0);
        Assert.True(file.AsSpan(2 * MiB).IndexOfAnyExcept(rest) < 0);
    }

    // The page that the memory ends in is not wholly the guest's.
    [Fact]
    public void ThePartOfAPageAtTheEndStays()
    {
        using BackedMemory memory = new(BackingKind.Anonymous, 0x2100);
        memory.Bytes.Fill(Written);

        Assert.Equal(0, memory.Guest.Discard(new GuestAddress(0), 0x2100, out _).Number);

        Assert.True(memory.Bytes[..0x2000].IndexOfAnyExcept((byte)0) < 0);
        Assert.True(memory.Bytes[0x2000..].IndexOfAnyExcept(Written) < 0);
    }

    // Addresses near the ends of both regions and of the number range; sums are taken in 128 bits.
    [Fact]
    public void OnlyWhatLiesInOneRegionIsTaken()
    {
        const ulong LowEnd = 3UL << 30;
        const ulong HighStart = 4UL << 30;
        const ulong HighEnd = HighStart + (2 * MiB);
        ulong[] edges = [0, LowEnd, HighStart, HighEnd, ulong.MaxValue];
        using GuestMemory memory = GuestMemoryTests.Create(LowEnd + (2 * MiB));
        Gen.Select(Gen.Int[0, edges.Length - 1], Gen.OneOf(Gen.Long[-9000, 9000], Gen.Long), Gen.OneOf(Gen.ULong[0, 20000], Gen.ULong)).Sample(
            (edge, distance, length) =>
            {
                ulong address = unchecked(edges[edge] + (ulong)distance);
                UInt128 end = (UInt128)address + length;
                bool inside = end <= LowEnd || (address >= HighStart && end <= HighEnd);

                Assert.Equal(inside ? default : Errno.EFAULT, memory.Discard(new GuestAddress(address), length, out _));
            }, iter: 10_000);
    }

    // Each piece that is replaced is an area of the address space; the monitor must keep some for itself.
    [Fact]
    public void PiecesOfAPrivateFileAreBounded()
    {
        const int Bound = 16 << 10;
        using BackedMemory memory = new(BackingKind.PrivateFile, 80 * MiB);
        int given = 0;
        Errno error = default;
        for (; error.Number == 0 && given < Bound; given++)
        {
            error = memory.Guest.Discard(new GuestAddress((((ulong)given * 2) + 1) * 4096), 4096, out _);
        }

        Assert.Equal((Errno.ENOMEM, Bound / 2), (error, given - 1));
        Assert.InRange(File.ReadLines("/proc/self/maps").Count(), Bound, Bound + 5_000);
        int refused = ((given * 2) - 1) * 4096;
        Assert.True(memory.Bytes.Slice(refused, 4096).IndexOfAnyExcept(BackedMemory.Old) < 0);
        // Merging with neighbors always allows a discard, and frees entries.
        Assert.Equal(0, memory.Guest.Discard(new GuestAddress(2 * 4096), 4096, out _).Number);
        Assert.Equal(0, memory.Guest.Discard(new GuestAddress((ulong)refused), 4096, out _).Number);
    }

    [Fact]
    public void DiscardingAllocatesNothing()
    {
        using BackedMemory memory = new(BackingKind.PrivateFile, Length);

        Assert.Equal(0, Allocation.Of(() =>
        {
            _ = memory.Guest.Discard(new GuestAddress(0x10_0000), 0x1_0000, out _);
            _ = memory.Guest.Discard(new GuestAddress(ulong.MaxValue), ulong.MaxValue, out _);
        }));
    }

    private static HugePageReserve? ReserveFor(BackingKind kind) => kind == BackingKind.Reserved ? new HugePageReserve(Length / (2 * MiB)) : null;
}
