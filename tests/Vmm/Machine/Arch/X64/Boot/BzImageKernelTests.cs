using System.Runtime.InteropServices;
using Kiln.Testing.Vmm;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine.Arch.X64.Boot;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Tests.Machine.Boot;
using Kiln.Vmm.Tests.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Arch.X64.Boot;

/// <summary>A bzImage's protected-mode code goes where its header says; one that cannot run is refused by a line that says why.</summary>
public sealed class BzImageKernelTests : IDisposable
{
    private const int LoadFlags = 0x211;
    private const int LoadAddress = 0x214;

    private readonly GuestMemory _memory = GuestMemoryTests.Create(4 << 20);

    public void Dispose() => _memory.Dispose();

    /// <summary>Each with the line that refuses it.</summary>
    public static TheoryData<string, byte[]> WrongImages => new()
    {
        { "it is neither an ELF file nor a bzImage", BzImage.With(image => image[0x202] = 0) },
        { "it is neither an ELF file nor a bzImage", BzImage.Of()[..0x26B] },
        { "its boot protocol is 2.11; 2.12 or later is needed, as Linux 3.8 has", BzImage.With(image => image[0x206] = 11) },
        { "its boot protocol is 0.00; 2.12 or later is needed, as Linux 3.8 has", BzImage.With(image => BzImage.Put(image, 0x206, (ushort)0)) },
        { "it is a zImage, which is loaded below 1 MiB; a bzImage is needed", BzImage.With(image => image[LoadFlags] = 0xFE) },
        { "it has no 64-bit entry point; a kernel for x86_64 is needed", BzImage.With(image => image[0x236] = 0xFE) },
        { "it is truncated: its 1536 bytes end before the 64-bit entry point at 1536 does", BzImage.Of() },
        { "it is truncated: its 1023 bytes end before the 64-bit entry point at 1536 does", BzImage.Of()[..0x3FF] },
        { "it is truncated: its 1540 bytes end before the 64-bit entry point at 3072 does", BzImage.With(image => image[BzImage.HeaderOffset] = 0) },
        { "it is truncated: its 1540 bytes end before the 64-bit entry point at 131584 does", BzImage.With(image => image[BzImage.HeaderOffset] = 255) },
        { "its protected-mode code is loaded at 0xfffff, below 1 MiB", BzImage.With(image => BzImage.Put(image, LoadAddress, 0xF_FFFFU)) },
        {
            "its protected-mode code, 516 bytes at 0x3ffdfd, is larger than the guest's memory of 4 MiB; raise mem_size_mib",
            BzImage.With(image => BzImage.Put(image, LoadAddress, 0x3F_FDFDU))
        },
        {
            "its protected-mode code, 516 bytes at 0xffffffff, is larger than the guest's memory of 4 MiB; raise mem_size_mib",
            BzImage.With(image => BzImage.Put(image, LoadAddress, uint.MaxValue))
        },
    };

    [Theory]
    [MemberData(nameof(WrongImages))]
    public void AWrongImageIsRefusedByItsLine(string reason, byte[] image)
    {
        using TemporaryFile file = new(image);
        using KernelFile kernel = KernelFile.Open("The kernel file cannot be opened:", file.Path);

        VmmFailure failure = Assert.Throws<VmmFailure>(() => LoadedKernel.Load(kernel, _memory, new PlacedParts()));

        Assert.Equal($"the kernel {file.Path} cannot be loaded: {reason}", failure.Message);
        Assert.False(_memory.TryGetSpan(new GuestAddress(0), 4 << 20, out Span<byte> all) && all.ContainsAnyExcept((byte)0));
    }

    [Theory]
    [InlineData(0x10_0000U)]
    [InlineData(0x3F_FDFCU)]
    public void TheCodeGoesWhereTheHeaderSaysAndNothingElseDoes(uint address)
    {
        byte[] image = BzImage.With(file => BzImage.Put(file, LoadAddress, address));
        image[BzImage.CodeOffset] = 9;

        LoadedKernel loaded = Load(image);

        Assert.Equal((BootProtocol.Linux64, address + 0x200UL), (loaded.Protocol, loaded.Entry));
        Assert.Equal(image[BzImage.CodeOffset..], Bytes(address, image.Length - BzImage.CodeOffset));
        Assert.False(Bytes(0, (int)address).AsSpan().ContainsAnyExcept((byte)0));
    }

    // Alignment, whether it is relocatable, preferred address, the memory it needs from there, and where that ends: 2 MiB of 4 are its own.
    [Theory]
    [InlineData(0x10_0000U, 1, 0UL, 0x10_0000U, 0x20_0000UL)]
    [InlineData(0x20_0000U, 1, 0UL, 0x10_0000U, 0x30_0000UL)]
    [InlineData(0x20_0000U, 0, 0x10_0000UL, 0x10_0000U, 0x20_0000UL)]
    [InlineData(0U, 1, 0x20_0000UL, 0x10_0000U, 0x30_0000UL)]
    [InlineData(0U, 0, 0UL, 0U, 0x10_0204UL)]
    public void WhatAKernelUnpacksItselfIntoIsItsOwn(uint alignment, byte isRelocatable, ulong preferred, uint needed, ulong end)
    {
        PlacedParts places = new();
        using TemporaryFile file = new(BzImage.With(image => Unpacking(image, alignment, isRelocatable, preferred, needed)));
        using KernelFile kernel = KernelFile.Open("The kernel file cannot be opened:", file.Path);

        LoadedKernel.Load(kernel, _memory, places);

        Assert.Equal($"its protected-mode code at 0x100000 to 0x{end - 1:x}", places.Claim("probe", new GuestRegion(end - 1, 1)));
        Assert.Null(places.Claim("probe", new GuestRegion(end, 1)));
    }

    [Theory]
    [InlineData(0x20_0000U, 1, 0UL, 0x20_0001U, "its protected-mode code, 3145729 bytes at 0x100000, is larger than the guest's memory of 4 MiB; raise mem_size_mib")]
    [InlineData(uint.MaxValue, 1, 0UL, uint.MaxValue, "its protected-mode code, 8588886014 bytes at 0x100000, is larger than the guest's memory of 4 MiB; raise mem_size_mib")]
    [InlineData(0U, 0, ulong.MaxValue, 1U, "its headers are corrupt: it prefers to run at 0xffffffffffffffff, above 4 GiB")]
    public void AKernelThatCannotUnpackItselfIsRefused(uint alignment, byte isRelocatable, ulong preferred, uint needed, string reason)
    {
        using TemporaryFile file = new(BzImage.With(image => Unpacking(image, alignment, isRelocatable, preferred, needed)));
        using KernelFile kernel = KernelFile.Open("The kernel file cannot be opened:", file.Path);

        VmmFailure failure = Assert.Throws<VmmFailure>(() => LoadedKernel.Load(kernel, _memory, new PlacedParts()));

        Assert.EndsWith(reason, failure.Message, StringComparison.Ordinal);
    }

    private static void Unpacking(byte[] image, uint alignment, byte isRelocatable, ulong preferred, uint needed)
    {
        BzImage.Put(image, 0x230, alignment);
        image[0x234] = isRelocatable;
        BzImage.Put(image, 0x258, (uint)preferred);
        BzImage.Put(image, 0x25C, (uint)(preferred >> 32));
        BzImage.Put(image, 0x260, needed);
    }

    [Fact]
    public void ACountOfNoSectorsStandsForFour()
    {
        byte[] image = [.. BzImage.Of(), .. new byte[2000]];
        image[BzImage.HeaderOffset] = 0;
        image[5 * 512] = 7;

        Load(image);

        Assert.Equal([7], Bytes(KernelImage.LoadAddress, 1));
    }

    [Fact]
    public void TheHeaderIsKeptByteByByte()
    {
        byte[] image = BzImage.Of(1);
        setup_header header = Load(image).Header;

        Assert.Equal(
            image[BzImage.HeaderOffset..(BzImage.HeaderOffset + Marshal.SizeOf<setup_header>())],
            MemoryMarshal.AsBytes(new Span<setup_header>(ref header)).ToArray());
    }

    private LoadedKernel Load(byte[] image)
    {
        using TemporaryFile file = new(image);
        using KernelFile kernel = KernelFile.Open("The kernel file cannot be opened:", file.Path);
        return LoadedKernel.Load(kernel, _memory, new PlacedParts());
    }

    private byte[] Bytes(ulong address, int length)
    {
        Assert.True(_memory.TryGetSpan(new GuestAddress(address), length, out Span<byte> span));
        return span.ToArray();
    }
}
