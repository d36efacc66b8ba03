using System.IO;
using System.Linq;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Tests.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Boot;

/// <summary>A disk lies on a page at the end of the first region, or is refused with a line.</summary>
public sealed class InitialRamDiskTests
{
    private const ulong Room = 4 << 20;

    [Theory]
    [InlineData(1, 0x3F_F000)]
    [InlineData(4096, 0x3F_F000)]
    [InlineData(4097, 0x3F_E000)]
    [InlineData(3 << 20, 0x10_0000)]
    public void ADiskLiesAtTheEndOfMemory(int length, ulong address)
    {
        using GuestMemory memory = GuestMemoryTests.Create(Room);
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);

        GuestRegion place = Load(memory, content);

        Assert.Equal(new GuestRegion(address, (ulong)length), place);
        Assert.True(memory.TryGetSpan(new GuestAddress(address), length, out Span<byte> span));
        Assert.Equal(content, span.ToArray());
    }

    [Theory]
    [InlineData(0, "it is empty")]
    [InlineData((3 << 20) + 1, "its 3145729 bytes do not fit into the guest's first 4 MiB of memory; raise mem_size_mib")]
    public void ADiskThatIsNoneOrTooLargeIsRefused(int length, string reason)
    {
        using GuestMemory memory = GuestMemoryTests.Create(Room);

        VmmFailure failure = Assert.Throws<VmmFailure>(() => Load(memory, new byte[length]));
        Assert.EndsWith($"cannot be loaded: {reason}", failure.Message, StringComparison.Ordinal);
    }

    // The kernel's first MiB is from 1 MiB on, and 4 KiB more of it are zeros that its file does not have.
    [Theory]
    [InlineData((2 << 20) - 4096, true)]
    [InlineData((2 << 20) - 4095, false)]
    [InlineData(3 << 20, false)]
    public void ADiskIsNeverPlacedOverTheKernel(int length, bool fits)
    {
        using GuestMemory memory = GuestMemoryTests.Create(Room);
        PlacedParts places = new();
        Assert.Null(places.Claim("segment 0", new GuestRegion(1 << 20, (1 << 20) + 4096)));
        byte[] kernel = new byte[(1 << 20) + 4096];

        if (fits)
        {
            Assert.Equal(0x20_1000UL, Load(memory, new byte[length], places).Start);
            return;
        }
        VmmFailure failure = Assert.Throws<VmmFailure>(() => Load(memory, [.. Enumerable.Repeat((byte)1, length)], places));
        Assert.EndsWith(
            $"its {length} bytes do not fit into the guest's first 4 MiB of memory beside the kernel, of which segment 0 at 0x100000 to 0x200fff is in the "
            + "way; raise mem_size_mib",
            failure.Message,
            StringComparison.Ordinal);
        Assert.True(memory.TryGetSpan(new GuestAddress(1 << 20), kernel.Length, out Span<byte> span) && span.SequenceEqual(kernel));
    }

    [Fact]
    public void MemoryBelowOneMebibyteHoldsNone()
    {
        using GuestMemory memory = GuestMemoryTests.Create(0x8_0000);

        Assert.Throws<VmmFailure>(() => Load(memory, new byte[1]));
    }

    [Fact]
    public void AMissingDiskIsNamed()
    {
        VmmFailure failure = Assert.Throws<VmmFailure>(() => KernelFile.Open("The initrd file cannot be opened due to invalid path or invalid permissions.", "/nonexistent/disk"));
        Assert.StartsWith("The initrd file cannot be opened due to invalid path or invalid permissions. No such file or directory (os error 2): /nonexistent/disk", failure.Message, StringComparison.Ordinal);
    }

    private static GuestRegion Load(GuestMemory memory, byte[] content, PlacedParts? places = null)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, content);
            using KernelFile file = KernelFile.Open("The initrd file cannot be opened due to invalid path or invalid permissions.", path);
            return InitialRamDisk.Load(file, memory, places ?? new PlacedParts());
        }
        finally
        {
            File.Delete(path);
        }
    }
}
