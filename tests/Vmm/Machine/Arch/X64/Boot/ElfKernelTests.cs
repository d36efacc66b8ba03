using Kiln.Linux.Abi;
using Kiln.Testing.Vmm;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine.Arch.X64.Boot;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Tests.Machine.Boot;
using Kiln.Vmm.Tests.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Arch.X64.Boot;

/// <summary>A valid kernel is loaded where it says; an invalid one is refused with a line that says why.</summary>
public sealed class ElfKernelTests : IDisposable
{
    private const int MemoryMebibytes = 4;
    private const ulong HeaderLength = 64;
    private const ElfSegmentType PT_DYNAMIC = (ElfSegmentType)2;
    private const ulong PastSegment = KernelImage.LoadAddress + 4;

    private readonly GuestMemory _memory = GuestMemoryTests.Create((ulong)MemoryMebibytes << 20);

    public void Dispose() => _memory.Dispose();

    /// <summary>Each with the line that refuses it.</summary>
    public static TheoryData<string, byte[]> WrongImages => new()
    {
        { "it is empty", [] },
        { "it is truncated: 63 bytes are less than an ELF header's 64", KernelImage.Of(1, 2, 3, 4).ToBytes()[..63] },
        { "it is truncated: program header 0 is behind its end", KernelImage.Of(1, 2, 3, 4).ToBytes()[..100] },
        { "it is truncated: segment 0 ends behind the file", KernelImage.Of(1, 2, 3, 4).ToBytes()[..^1] },
        { "it is neither an ELF file nor a bzImage", Wrong(image => image.Ident[0] = 0x7E) },
        { "it is a 32-bit ELF file; a 64-bit one is needed", Wrong(image => image.Ident[4] = 1) },
        { "its headers are corrupt: 3 is no ELF class", Wrong(image => image.Ident[4] = 3) },
        { "it is not little-endian, as x86_64 kernels are", Wrong(image => image.Ident[5] = 2) },
        { "it is for machine 183; x86_64 is 62", Wrong(image => image.Header.e_machine = 183) },
        { "its type is 1, which is no executable", Wrong(image => image.Header.e_type = 1) },
        { "its headers are corrupt: a program header of 32 bytes in place of 56", Wrong(image => image.Header.e_phentsize = 32) },
        { "its headers are corrupt: the program headers overlap the ELF header", Wrong(image => image.Header.e_phoff = HeaderLength - 1) },
        { "it is truncated: program header 0 is behind its end", Wrong(image => image.Header.e_phoff = ulong.MaxValue) },
        { "it is truncated: program header 1 is behind its end", Wrong(image => image.Header.e_phnum = 2) },
        { "its headers are corrupt: it has no program headers", new KernelImage().ToBytes() },
        { "its headers are corrupt: 65535 program headers, of which 64 can be", Wrong(image => image.Header.e_phnum = ushort.MaxValue) },
        { "its entry point 0xfffff is below 1 MiB", Wrong(image => image.Header.e_entry = KernelImage.LoadAddress - 1) },
        { "its entry point 0x100004 is in no segment that is loaded", Wrong(image => image.Header.e_entry = PastSegment) },
        { "its entry point 0xffffffffffffffff is in no segment that is loaded", Wrong(image => image.Header.e_entry = ulong.MaxValue) },
        {
            "its entry point 0x100000 is in no segment that is loaded",
            Wrong(image => image.Change(0, segment => segment with { p_type = 0 }))
        },
        { "segment 0 is loaded at 0xfffff, below 1 MiB", Wrong(image => image.Change(0, segment => segment with { p_paddr = 0xFFFFF })) },
        { "segment 0 is loaded at 0x0, below 1 MiB", Wrong(image => image.Change(0, segment => segment with { p_paddr = 0 })) },
        {
            "its headers are corrupt: segment 0 is longer in the file than in memory",
            Wrong(image => image.Change(0, segment => segment with { p_memsz = 3 }))
        },
        {
            "it is truncated: segment 0 ends behind the file",
            Wrong(image => image.Change(0, segment => segment with { p_offset = ulong.MaxValue - 2 }))
        },
        {
            "it is truncated: segment 0 ends behind the file",
            Wrong(image => image.Change(0, segment => segment with { p_filesz = ulong.MaxValue, p_memsz = ulong.MaxValue }))
        },
        {
            "segment 0, 3145729 bytes at 0x100000, is larger than the guest's memory of 4 MiB; raise mem_size_mib",
            Wrong(image => image.Change(0, segment => segment with { p_memsz = (3 << 20) + 1 }))
        },
        {
            "segment 0, 4 bytes at 0xfffffffffffffffd, is larger than the guest's memory of 4 MiB; raise mem_size_mib",
            Wrong(image => image.Change(0, segment => segment with { p_paddr = ulong.MaxValue - 2 }))
        },
    };

    [Theory]
    [MemberData(nameof(WrongImages))]
    public void AWrongImageIsRefusedByItsLine(string reason, byte[] image)
    {
        using TemporaryFile file = new(image);

        VmmFailure failure = Assert.Throws<VmmFailure>(() => Load(file));

        Assert.Equal($"the kernel {file.Path} cannot be loaded: {reason}", failure.Message);
        Assert.Equal(ExitCode.GenericError, failure.ExitCode);
    }

    [Theory]
    [InlineData(ElfConstants.ET_EXEC)]
    [InlineData(ElfConstants.ET_DYN)]
    public void SegmentsGoToTheirPhysicalAddresses(ushort type)
    {
        KernelImage image = new();
        image.Header.e_type = type;
        image.Header.e_entry = 0x20_0002;
        image.Add(0x10_0000, [1, 2, 3], 3);
        image.Add(0x1000, [9, 9, 9], 3, PT_DYNAMIC);
        image.Add(0x20_0000, [4, 5, 6], 0x1000);
        image.Change(2, segment => segment with { p_vaddr = 0xFFFF_FFFF_8020_0000 });
        // Nothing but zeros: not looked at, as wherever it lies memory is zero already.
        image.Add(0x1000, [], 0x1000);

        Assert.Equal(0x20_0002UL, Load(image));

        Assert.Equal([1, 2, 3, 0], Bytes(0x10_0000, 4));
        Assert.Equal([4, 5, 6, 0], Bytes(0x20_0000, 4));
        Assert.Equal([0, 0, 0], Bytes(0x1000, 3));
    }

    [Fact]
    public void ASegmentMayEndWithMemory()
    {
        KernelImage image = KernelImage.Of(7);
        image.Add((MemoryMebibytes << 20) - 2, [8, 9], 2);

        Load(image);

        Assert.Equal([8, 9], Bytes((MemoryMebibytes << 20) - 2, 2));
    }

    // The second begins in the zeros of the first.
    [Theory]
    [InlineData(0x10_0FFF, false)]
    [InlineData(0x10_1000, true)]
    public void NoSegmentLiesOverAnother(ulong address, bool isLoaded)
    {
        KernelImage image = KernelImage.Of(7);
        image.Add(0x10_0800, [8], 0x800);
        image.Add(address, [9], 1);
        using TemporaryFile file = new(image.ToBytes());
        using KernelFile kernel = KernelFile.Open("The kernel file cannot be opened:", file.Path);

        if (isLoaded)
        {
            LoadedKernel.Load(kernel, _memory, new PlacedParts());
            Assert.Equal([9], Bytes(address, 1));
            return;
        }
        VmmFailure failure = Assert.Throws<VmmFailure>(() => LoadedKernel.Load(kernel, _memory, new PlacedParts()));
        Assert.EndsWith(
            "its headers are corrupt: segment 2 at 0x100fff lies over segment 1 at 0x100800 to 0x100fff", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASegmentLongerThanAPieceIsLoadedWhole()
    {
        using GuestMemory memory = GuestMemoryTests.Create(16 << 20);
        byte[] content = new byte[(9 << 20) + 5];
        new Random(1).NextBytes(content);
        using TemporaryFile file = new(KernelImage.Of(content).ToBytes());
        using KernelFile kernel = KernelFile.Open("The kernel file cannot be opened:", file.Path);

        LoadedKernel.Load(kernel, memory, new PlacedParts());

        Assert.True(memory.TryGetSpan(new GuestAddress(KernelImage.LoadAddress), content.Length, out Span<byte> loaded));
        Assert.True(loaded.SequenceEqual(content));
    }

    [Fact]
    public void AFileThatShrankIsRefused()
    {
        byte[] image = KernelImage.Of(1, 2, 3, 4).ToBytes();
        using TemporaryFile file = new(image);
        using KernelFile kernel = KernelFile.Open("The kernel file cannot be opened:", file.Path);
        file.Write(image.AsSpan(..^1));

        VmmFailure failure = Assert.Throws<VmmFailure>(() => LoadedKernel.Load(kernel, _memory, new PlacedParts()));

        Assert.EndsWith("segment 0 cannot be read; did the file change while it was loaded?", failure.Message, StringComparison.Ordinal);
    }

    private static byte[] Wrong(Action<KernelImage> change)
    {
        KernelImage image = KernelImage.Of(1, 2, 3, 4);
        change(image);
        return image.ToBytes();
    }

    private ulong Load(KernelImage image)
    {
        using TemporaryFile file = new(image.ToBytes());
        return Load(file);
    }

    private ulong Load(TemporaryFile file)
    {
        using KernelFile kernel = KernelFile.Open("The kernel file cannot be opened:", file.Path);
        LoadedKernel loaded = LoadedKernel.Load(kernel, _memory, new PlacedParts());
        Assert.Equal(BootProtocol.Linux64, loaded.Protocol);
        return loaded.Entry;
    }

    private byte[] Bytes(ulong address, int length)
    {
        Assert.True(_memory.TryGetSpan(new GuestAddress(address), length, out Span<byte> span));
        return span.ToArray();
    }
}
