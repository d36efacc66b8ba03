using System.IO;
using System.Runtime.InteropServices;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Tmds.Linux;
using Xunit;

namespace Kiln.Linux.Tests.Files;

/// <summary>Copies have the requested bytes, whichever way they were made.</summary>
public sealed class FileCopyTests : IDisposable
{
    // O_APPEND: the kernel refuses both ways to copy to such a file, which exercises the last one.
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
        Assert.Equal(-1, Native.copy_file_range(source.Descriptor.Number, &offset, target.Descriptor.Number, null, 1, 0));
    }

    [Fact]
    public unsafe void TheKernelCopiesARangeOfItself()
    {
        Source(100_000);
        using OwnedDescriptor source = _directory.OpenFile("source", LibC.O_RDONLY, 0);
        using OwnedDescriptor target = Create(0);
        long offset = 0;

        Assert.Equal(100_000, Native.copy_file_range(source.Descriptor.Number, &offset, target.Descriptor.Number, null, 200_000, 0));
        Assert.Equal(100_000, offset);
    }

    // Files of /proc have no range that could be copied: the call fails, or says that there is nothing.
    [Fact]
    public unsafe void AFileThatHasNoRangesIsCopiedAllTheSame()
    {
        using OpenDirectory processes = OpenDirectory.Open("/proc");
        using OwnedDescriptor source = processes.OpenFile("version", LibC.O_RDONLY, 0);
        using OwnedDescriptor target = Create(0);
        long offset = 0;
        Assert.InRange(Native.copy_file_range(source.Descriptor.Number, &offset, target.Descriptor.Number, null, 10, 0), -1, 0);

        Assert.Equal(10, FileCopy.Copy(source.Descriptor, target.Descriptor, 10));

        Assert.Equal(File.ReadAllBytes("/proc/version")[..10], Target());
    }

    [Fact]
    public void AFileOfAnotherFileSystemIsCopied()
    {
        string other = Path.Combine("/dev/shm", Path.GetFileName(_path));
        byte[] content = Source(3_000_001);
        File.Copy(Path.Combine(_path, "source"), other);
        try
        {
            using OpenDirectory memory = OpenDirectory.Open("/dev/shm");
            using OwnedDescriptor source = memory.OpenFile(Path.GetFileName(other), LibC.O_RDONLY, 0);
            using OwnedDescriptor target = Create(0);

            Assert.Equal(content.Length, FileCopy.Copy(source.Descriptor, target.Descriptor, content.Length));
        }
        finally
        {
            File.Delete(other);
        }

        Assert.Equal(content, Target());
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
