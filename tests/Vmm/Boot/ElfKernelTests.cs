using System.Buffers.Binary;
using System.IO;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Machine.Memory;
using Kiln.Vmm.Tests.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Boot;

/// <summary>Kernels, whole and mutilated. The directed faults are in the integration tests, on the published binaries.</summary>
public sealed class ElfKernelTests : IDisposable
{
    // A fixed start keeps a failure reproducible; it is printed with it.
    private const int Seed = 20_261_123;

    private readonly GuestMemory _memory = GuestMemoryTests.Create(4 << 20);
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void AKernelIsLoadedAtItsPhysicalAddress()
    {
        byte[] image = Image();

        Assert.Equal(0x10_0010UL, Load(image));

        Assert.True(_memory.TryGetSpan(new GuestAddress(0x10_0000), 64, out Span<byte> loaded));
        Assert.Equal(image.AsSpan(128), loaded);
    }

    [Fact]
    public void SegmentsThatHoldNothingAreSkipped()
    {
        byte[] image = Image();
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(64), 6);

        Assert.Contains("in no segment", Assert.Throws<VmmFailure>(() => Load(image)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64 + 8, ulong.MaxValue)]
    [InlineData(64 + 24, ulong.MaxValue)]
    [InlineData(64 + 24, ulong.MaxValue - 63)]
    [InlineData(64 + 32, ulong.MaxValue)]
    [InlineData(64 + 40, ulong.MaxValue)]
    [InlineData(64 + 40, 0)]
    [InlineData(32, ulong.MaxValue)]
    [InlineData(32, ulong.MaxValue - 55)]
    [InlineData(32, 63)]
    [InlineData(24, 0)]
    [InlineData(24, ulong.MaxValue)]
    public void ANumberAtTheEdgeIsRefused(int offset, ulong value)
    {
        byte[] image = Image();
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(offset), value);

        Assert.DoesNotContain('\n', Assert.Throws<VmmFailure>(() => Load(image)).Message);
    }

    [Fact]
    public void TenThousandMutatedImagesAreLoadedOrRefusedAndTouchNothingElse()
    {
        Random random = new(Seed);
        int loaded = 0;
        for (int round = 0; round < 10_000; round++)
        {
            byte[] image = Image();
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                image[random.Next(128)] = (byte)random.Next(256);
            }
            try
            {
                Load(image);
                loaded++;
            }
            catch (VmmFailure)
            {
                // One line, no crash; the page below 1 MiB is the witness that nothing was written outside.
            }
        }
        Assert.True(loaded is > 100 and < 9_900, $"{loaded} of 10000 loaded: the mutations no longer reach both outcomes (seed {Seed})");
        Assert.True(_memory.TryGetSpan(new GuestAddress(0), 0x10_0000, out Span<byte> low));
        Assert.False(low.ContainsAnyExcept((byte)0), $"something was written below 1 MiB (seed {Seed})");
    }

    public void Dispose()
    {
        _memory.Dispose();
        File.Delete(_file);
    }

    private ulong Load(byte[] image)
    {
        File.WriteAllBytes(_file, image);
        using KernelFile kernel = KernelFile.Open(_file);
        return ElfKernel.Load(kernel, _memory);
    }

    // An ELF header, a program header, and 64 bytes to load at 1 MiB.
    private static byte[] Image()
    {
        byte[] image = new byte[192];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(image);
        Span<byte> bytes = image;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[16..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[18..], 62);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[24..], 0x10_0010);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[32..], 64);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[54..], 56);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[56..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[64..], 1);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[72..], 128);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[88..], 0x10_0000);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[96..], 64);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[104..], 64);
        for (int index = 128; index < image.Length; index++)
        {
            image[index] = (byte)index;
        }
        return image;
    }
}
