using Kiln.Linux.Calls;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Memory;
using Tmds.Linux;
using Xunit;

namespace Kiln.Linux.Tests.Memory;

/// <summary>Sealed files cannot change, and mappings have the requested properties.</summary>
public sealed unsafe class MemoryTests
{
    [Fact]
    public void ASealedFileHoldsItsBytesForEverybodyAndForEver()
    {
        using MemoryFile file = MemoryFile.CreateSealed("kiln-test", "filters"u8);
        byte[] bytes = new byte[16];

        Assert.Equal(7, file.Descriptor.ReadAt(bytes, 0).Count);
        Assert.Equal("filters"u8, bytes.AsSpan(0, 7));
        Assert.Equal(Errno.EPERM, file.Descriptor.Write("x"u8).Errno);
        Assert.Equal(-1, LibC.ftruncate(file.Descriptor.Number, 3));
        Assert.Equal(-1, LibC.ftruncate(file.Descriptor.Number, 30));
        Assert.Equal(-1, LibC.fcntl(file.Descriptor.Number, (int)FileControl.F_ADD_SEALS, 0x10));
        Assert.Equal(MemoryFile.Immutable, MemoryFile.SealsOf(file.Descriptor));
    }

    [Fact]
    public void OtherDescriptorsHaveNoSeals()
    {
        using EventFd counter = EventFd.Create();

        Assert.Null(MemoryFile.SealsOf(counter.Descriptor));
        Assert.Null(MemoryFile.SealsOf(new Descriptor(1 << 20)));
    }

    [Fact]
    public void AMappingIsZeroWritableAndGone()
    {
        Assert.Null(Mapping.TryAnonymous(8192, Protection.PROT_READ | Protection.PROT_WRITE, default, out Mapping? mapping));
        mapping!.Address[8191] = 1;

        Assert.Equal(0, mapping.Address[0]);
        Assert.Null(mapping.Advise(MemoryAdvice.MADV_DONTDUMP));
        Assert.Equal(1, mapping.Address[8191]);
        Assert.Null(mapping.Advise(MemoryAdvice.MADV_DONTNEED));
        Assert.Equal(0, mapping.Address[8191]);
        mapping.Dispose();
        Assert.True(mapping.Address is null);
        mapping.Dispose();
    }

    [Fact]
    public void ASealedFileIsMappedForReadingOnly()
    {
        using MemoryFile file = MemoryFile.CreateSealed("kiln-test", "filters"u8);
        using Mapping mapping = Mapping.OfDescriptor(file.Descriptor, 7, Protection.PROT_READ);

        Assert.Equal("filters"u8, new ReadOnlySpan<byte>(mapping.Address, 7));
        LinuxException refused = Assert.Throws<LinuxException>(
            () => Mapping.OfDescriptor(file.Descriptor, 7, Protection.PROT_READ | Protection.PROT_WRITE));
        Assert.Equal(new SystemError(Errno.EPERM, "mmap", "7 bytes"), refused.Error);
    }

    [Fact]
    public void AMappingThatCannotBeIsAnAnswer()
    {
        SystemError? error = Mapping.TryAnonymous(nuint.MaxValue >> 4, Protection.PROT_NONE, default, out Mapping? mapping);

        Assert.Equal(Errno.ENOMEM, error!.Value.Errno);
        Assert.Null(mapping);
    }

    [Fact]
    public void AMemoryFileIsWrittenAndNeverLongerOrShorter()
    {
        Assert.Null(MemoryFile.TryCreate("kiln-test", 8192, out MemoryFile? file));
        using (file)
        {
            Assert.Equal(1, file!.Descriptor.Write("x"u8).Count);
            Assert.Equal(-1, LibC.ftruncate(file.Descriptor.Number, 4096));
            Assert.Equal(-1, LibC.ftruncate(file.Descriptor.Number, 16384));
            Assert.Equal(FileSeals.F_SEAL_SEAL | FileSeals.F_SEAL_SHRINK | FileSeals.F_SEAL_GROW, MemoryFile.SealsOf(file.Descriptor));
        }
    }

    [Fact]
    public void AMemoryFileThatCannotBeIsAnAnswer()
    {
        SystemError? error = MemoryFile.TryCreate("kiln-test", -1, out MemoryFile? file);

        Assert.Equal(("ftruncate", Errno.EINVAL), (error!.Value.Call, error.Value.Errno));
        Assert.Null(file);
    }

    [Fact]
    public void APartOfAMappingIsReplacedAndTheRestStays()
    {
        using MemoryFile file = MemoryFile.CreateSealed("kiln-test", "filters"u8);
        Assert.Null(Mapping.TryAnonymous(3 * 4096, Protection.PROT_READ | Protection.PROT_WRITE, default, out Mapping? mapping));
        using (mapping)
        {
            new Span<byte>(mapping!.Address, 3 * 4096).Fill(1);

            Assert.Null(mapping.TryOverlay(4096, 4096, Protection.PROT_READ, MappingFlags.MAP_PRIVATE, file.Descriptor, 0));

            Assert.Equal((1, (byte)'f', 1), (mapping.Address[4095], mapping.Address[4096], mapping.Address[8192]));
            Assert.Null(mapping.TryOverlayZeros(4096, 8192, Protection.PROT_READ, default));
            Assert.Equal((1, 0, 0), (mapping.Address[4095], mapping.Address[4096], mapping.Address[8192]));
        }
    }

    [Theory]
    [InlineData(0, 4097)]
    [InlineData(4096, 1)]
    [InlineData(4097, 0)]
    public void NothingOutsideAMappingIsReplacedOrAdvised(int offset, int length)
    {
        Assert.Null(Mapping.TryAnonymous(4096, Protection.PROT_READ, default, out Mapping? mapping));
        using (mapping)
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => mapping!.TryOverlayZeros((nuint)offset, (nuint)length, Protection.PROT_READ, default));
            Assert.Throws<ArgumentOutOfRangeException>(() => mapping!.Advise(MemoryAdvice.MADV_DONTNEED, (nuint)offset, (nuint)length));
        }
    }

    [Fact]
    public void ATextWithANulIsNotSilentlyShortened() => Assert.Throws<ArgumentException>(() => CString.Encode("/dev/kvm\0x"));
}
