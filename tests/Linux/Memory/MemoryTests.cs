using Kiln.Linux.Calls;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Memory;
using Tmds.Linux;
using Xunit;

namespace Kiln.Linux.Tests.Memory;

/// <summary>Sealed files cannot change, and mappings are what was asked for.</summary>
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
    public void ATextWithANulIsNotSilentlyShortened() => Assert.Throws<ArgumentException>(() => CString.Encode("/dev/kvm\0x"));
}
