using System.IO;
using System.Runtime.InteropServices;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Tmds.Linux;
using Xunit;

namespace Kiln.Linux.Tests.Files;

/// <summary>Copies hold the bytes that were asked for, whichever way they took.</summary>
public sealed class FileCopyTests : IDisposable
{
    // O_APPEND: to a file that is open so the kernel does not copy, and it is done by hand.
    private const int Append = 0x400;

    private readonly string _path = Directory.CreateTempSubdirectory("kiln-copy-").FullName;
    private readonly OpenDirectory _directory;

    public FileCopyTests() => _directory = OpenDirectory.Open(_path);

    public void Dispose()
    {
        _directory.Dispose();
        Directory.Delete(_path, recursive: true);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(3_000_001, 0)]
    [InlineData(0, Append)]
    [InlineData(1, Append)]
    [InlineData(3_000_001, Append)]
    public void ACopyIsTheSameBytes(int length, int flags)
    {
        byte[] content = Source(length);

        Assert.Equal(length, Copy("source", flags, length));

        Assert.Equal(content, Target());
    }

    [Fact]
    public unsafe void TheKernelDoesNotCopyToTheEndOfWhateverIsThere()
    {
        Source(1);
        using OwnedDescriptor source = _directory.OpenFile("source", LibC.O_RDONLY, 0);
        using OwnedDescriptor target = Create(Append);
        long offset = 0;

        Assert.Equal(Append, LibC.O_APPEND);
        Assert.Equal(-1, Native.sendfile(target.Descriptor.Number, source.Descriptor.Number, &offset, 1));
        Assert.Equal(Errno.EINVAL.Number, Marshal.GetLastPInvokeError());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Append)]
    public void NothingBehindTheLengthIsCopied(int flags)
    {
        byte[] content = Source(100_000);

        Assert.Equal(70_000, Copy("source", flags, 70_000));

        Assert.Equal(content[..70_000], Target());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Append)]
    public void AFileThatBecameShorterIsTold(int flags)
    {
        Source(70_000);

        Assert.Equal(70_000, Copy("source", flags, 100_000));
    }

    [Fact]
    public void AFullDiskIsAnError()
    {
        Source(1);
        using OwnedDescriptor source = _directory.OpenFile("source", LibC.O_RDONLY, 0);
        using OpenDirectory devices = OpenDirectory.Open("/dev");
        using OwnedDescriptor full = devices.OpenFile("full", LibC.O_WRONLY, 0);

        LinuxException exception = Assert.Throws<LinuxException>(() => FileCopy.Copy(source.Descriptor, full.Descriptor, 1));

        Assert.Equal(Errno.ENOSPC, exception.Error.Errno);
    }

    private byte[] Source(int length)
    {
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);
        File.WriteAllBytes(Path.Combine(_path, "source"), content);
        return content;
    }

    private long Copy(string name, int flags, long length)
    {
        using OwnedDescriptor source = _directory.OpenFile(name, LibC.O_RDONLY, 0);
        using OwnedDescriptor target = Create(flags);
        return FileCopy.Copy(source.Descriptor, target.Descriptor, length);
    }

    private OwnedDescriptor Create(int flags) => _directory.OpenFile("target", LibC.O_WRONLY | LibC.O_CREAT | LibC.O_EXCL | flags, 0x180);

    private byte[] Target() => File.ReadAllBytes(Path.Combine(_path, "target"));
}
