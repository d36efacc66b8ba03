using System.IO;
using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Testing.Vmm;
using Kiln.Vmm.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Memory;

/// <summary>RAM shows its backing, keeps private writes from it, and can grow while in use.</summary>
public sealed unsafe class BackingTests
{
    private const int MiB = 1 << 20;
    private const ulong LowEnd = 3UL << 30;
    private const ulong HighStart = 4UL << 30;

    [Theory]
    [InlineData(BackingKind.PrivateFile)]
    [InlineData(BackingKind.SharedFile)]
    [InlineData(BackingKind.PrivateMemoryFile)]
    [InlineData(BackingKind.SharedMemoryFile)]
    public void AFileIsSeenAndWrittenOnlyWhenItIsShared(BackingKind kind)
    {
        using BackedMemory memory = new(kind, MiB);
        Assert.True(memory.Bytes.IndexOfAnyExcept(BackedMemory.Old) < 0);
        Assert.Equal(0u, (nuint)memory.Guest.HostAddressOf(0) % (2 * MiB));

        Assert.True(memory.Guest.TryWrite(new GuestAddress(0x1234), (byte)7));

        Assert.Equal(memory.IsShared ? 7 : BackedMemory.Old, memory.FileBytes()[0x1234]);
        Assert.Contains("dd", GuestMappingTests.FlagsOf(memory.Guest.HostAddressOf(0)));
    }

    // Regions follow each other in a file without the hole between them.
    [Fact]
    public void ARegionStartsInAFileWhereTheOneBeforeEnds()
    {
        using TemporaryFile content = new([]);
        using (FileStream file = File.OpenWrite(content.Path))
        {
            file.SetLength((long)LowEnd + (2 * MiB) + 4096);
            Put(file, 4096, 1);
            Put(file, (long)LowEnd + 4095, 2);
            Put(file, (long)LowEnd + 4096, 3);
        }
        using OwnedDescriptor opened = Open(content);

        Assert.Null(GuestMemory.TryCreate(LowEnd + (2 * MiB), new FileBacking(opened.Descriptor, 4096, FileSharing.Private), null, out GuestMemory? memory));

        using (memory)
        {
            Assert.Equal((1, 2, 3), (Byte(memory!, 0), Byte(memory!, LowEnd - 1), Byte(memory!, HighStart)));
        }
    }

    // Accessing a page beyond the end of a file would raise SIGBUS.
    [Theory]
    [InlineData(MiB - 1, 0)]
    [InlineData(MiB, 4096)]
    [InlineData(0, 0)]
    [InlineData(MiB, 0xFFFF_FFFF_FFFF_F000)]
    public void AFileThatIsTooShortIsRefused(int length, ulong start)
    {
        using TemporaryFile content = new(new byte[length]);
        using OwnedDescriptor opened = Open(content);

        SystemError? error = GuestMemory.TryCreate(MiB, new FileBacking(opened.Descriptor, start, FileSharing.Private), null, out GuestMemory? memory);

        Assert.Null(memory);
        Assert.Equal(("mmap", Errno.ENXIO), (error!.Value.Call, error.Value.Errno));
    }

    [Fact]
    public void ALateRegionIsFoundAndOthersStay()
    {
        using GuestMemory memory = GuestMemoryTests.Create(LowEnd + (2 * MiB));
        byte* before = memory.HostAddressOf(1);
        GuestRegion late = new(LowEnd + 0x1000_0000, MiB);

        Assert.Null(memory.TryAdd(late, new AnonymousBacking(HugePages.None), 0));

        Assert.Equal([new GuestRegion(0, LowEnd), late, new GuestRegion(HighStart, 2 * MiB)], memory.Regions.ToArray());
        Assert.True(memory.HostAddressOf(2) == before);
        Assert.True(memory.TryWrite(new GuestAddress(late.End - 8), 5UL));
        Assert.False(memory.TryWrite(new GuestAddress(late.End - 7), 5UL));
        Assert.Equal(LowEnd + (3 * MiB), memory.Length);
    }

    [Theory]
    [InlineData(0UL, 4096UL)]
    [InlineData(LowEnd - 4096, 8192UL)]
    [InlineData(LowEnd, 0UL)]
    [InlineData(LowEnd, HighStart - LowEnd + 1)]
    [InlineData(ulong.MaxValue - 4095, 8192UL)]
    [InlineData(HighStart + 4096, 4096UL)]
    public void ARegionThatIsThereOrHasNoEndIsRefused(ulong start, ulong length)
    {
        using GuestMemory memory = GuestMemoryTests.Create(LowEnd + (2 * MiB));

        Assert.Equal(Errno.EINVAL, memory.TryAdd(new GuestRegion(start, length), new AnonymousBacking(HugePages.None), 0)!.Value.Errno);

        Assert.Equal(2, memory.Regions.Length);
    }

    [Fact]
    public void LookupsGoOnWhileRegionsAreAdded()
    {
        const int Regions = 200;
        using GuestMemory memory = GuestMemoryTests.Create(MiB);
        Assert.True(memory.TryWrite(new GuestAddress(0x1000), 42));
        bool stop = false;
        long looks = 0;
        string? fault = null;
        Thread reader = new(() =>
        {
            for (ulong at = 0; !Volatile.Read(ref stop); at = (at + 1) % Regions)
            {
                // A region appears as a whole or not at all.
                if (!memory.TryRead(new GuestAddress(0x1000), out int old) || old != 42
                    || (memory.TryRead(new GuestAddress(HighStart + (at * MiB)), out int fresh) && fresh is not (0 or 7)))
                {
                    fault = $"at {at}";
                }
                looks++;
            }
        });
        reader.Start();
        for (ulong index = Regions; index-- > 0;)
        {
            GuestRegion region = new(HighStart + (index * MiB), MiB);
            Assert.Null(memory.TryAdd(region, new AnonymousBacking(HugePages.None), 0));
            Assert.True(memory.TryWrite(new GuestAddress(region.Start), 7));
        }
        Volatile.Write(ref stop, true);
        reader.Join();

        Assert.Null(fault);
        Assert.True(looks > 0);
        Assert.Equal(Regions + 1, memory.Regions.Length);
    }

    private static byte Byte(GuestMemory memory, ulong address) => memory.TryRead(new GuestAddress(address), out byte value) ? value : byte.MaxValue;

    private static void Put(FileStream file, long place, byte value)
    {
        file.Position = place;
        file.WriteByte(value);
    }

    private static OwnedDescriptor Open(TemporaryFile content)
    {
        Assert.Null(OwnedDescriptor.TryOpen(content.Path, 0, 0, out OwnedDescriptor? opened));
        return opened!;
    }
}
