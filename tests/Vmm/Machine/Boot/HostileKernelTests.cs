using System.Buffers.Binary;
using Kiln.Linux.Abi;
using Kiln.Testing.Harness;
using Kiln.Testing.Vmm;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine.Arch.X64.Boot;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Tests.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Boot;

/// <summary>Headers of any content end in a line or in a kernel inside guest memory, above 1 MiB.</summary>
public sealed class HostileKernelTests(ITestOutputHelper output)
{
    private const int Images = 50_000;
    private const ulong MemoryLength = 4 << 20;

    // An ELF header and four program headers; a bzImage's setup header.
    private static readonly Range _elfHeaders = 0..(64 + (4 * 56));
    private static readonly Range _setupHeader = 0x1F0..0x26C;

    [Theory]
    [InlineData("ELF")]
    [InlineData("bzImage")]
    public void AMutatedImageIsRefusedByOneLineOrLoadedInside(string format)
    {
        (byte[] good, Range headers) = format == "ELF" ? (ElfKernel(), _elfHeaders) : (BzImage.Of([.. new byte[4096]]), _setupHeader);
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        using GuestMemory memory = GuestMemoryTests.Create(MemoryLength);
        using TemporaryFile file = new(good);
        int loaded = 0;
        for (int count = 0; count < Images; count++)
        {
            byte[] image = Mutate(good, headers, random);
            file.Write(image);
            using KernelFile kernel = KernelFile.Open("The kernel file cannot be opened:", file.Path);
            try
            {
                Assert.InRange(LoadedKernel.Load(kernel, memory, new PlacedParts()).Entry, KernelImage.LoadAddress, MemoryLength - 1);
                loaded++;
            }
            catch (VmmFailure failure)
            {
                Assert.StartsWith($"the kernel {file.Path} cannot be loaded: ", failure.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', failure.Message);
            }
        }
        output.WriteLine($"{loaded} of {Images} loaded");

        // Neither so harmless that everything loads nor so coarse that the first check ends all.
        Assert.InRange(loaded, Images / 100, Images * 99 / 100);
        Assert.True(memory.TryGetSpan(new GuestAddress(0), (int)KernelImage.LoadAddress, out Span<byte> low));
        Assert.False(low.ContainsAnyExcept((byte)0));
    }

    private static byte[] ElfKernel()
    {
        KernelImage image = KernelImage.Of([.. "every byte that can be seen to be in the wrong place"u8]);
        image.Add(0x20_0000, [1, 2, 3, 4], 0x1000);
        image.AddNote("Xen\0", 18, 0, 0, 0x10, 0);
        image.Add(0, [], 0, ElfSegmentType.PT_LOAD);
        return image.ToBytes();
    }

    private static byte[] Mutate(byte[] good, Range headers, Random random)
    {
        byte[] image = [.. good];
        ulong[] values =
        [
            0, 1, 4, 55, 56, 64, 65, (ulong)image.Length, (ulong)image.Length - 1, 0xF_FFFF, 0x10_0000, 0x20_0000, MemoryLength,
            MemoryLength - 1, MemoryLength + 1, int.MaxValue, 1UL << 31, uint.MaxValue, 1UL << 32, long.MaxValue, 1UL << 63, ulong.MaxValue,
            ulong.MaxValue - 55, ulong.MaxValue - 0xF_FFFF, (ulong)random.NextInt64(),
        ];
        (int start, int length) = headers.GetOffsetAndLength(image.Length);
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            Span<byte> field = image.AsSpan(start + random.Next(length - 8));
            ulong value = values[random.Next(values.Length)];
            switch (random.Next(4))
            {
                case 0:
                    field[0] = (byte)value;
                    break;
                case 1:
                    BinaryPrimitives.WriteUInt16LittleEndian(field, (ushort)value);
                    break;
                case 2:
                    BinaryPrimitives.WriteUInt32LittleEndian(field, (uint)value);
                    break;
                default:
                    BinaryPrimitives.WriteUInt64LittleEndian(field, value);
                    break;
            }
        }
        return random.Next(10) == 0 ? image[..random.Next(image.Length)] : image;
    }
}
