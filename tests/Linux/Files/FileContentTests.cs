using System.IO;
using System.Linq;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Xunit;

namespace Kiln.Linux.Tests.Files;

/// <summary>Whole files are read, up to a length.</summary>
public sealed class FileContentTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("kiln-content-").FullName;
    private readonly OpenDirectory _directory;

    public FileContentTests() => _directory = OpenDirectory.Open(_path);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(70_000)]
    public void AFileIsReadWholeAndNoneThatIsLonger(int length)
    {
        byte[] content = [.. Enumerable.Range(0, length).Select(index => (byte)index)];
        File.WriteAllBytes(Path.Combine(_path, "file"), content);

        Assert.Equal(content, FileContent.Read(_directory, "file", length));
        Assert.Equal(content, FileContent.Read(_directory, "file", 100_000));
        if (length > 0)
        {
            Assert.Equal(Errno.EFBIG, Assert.Throws<LinuxException>(() => FileContent.Read(_directory, "file", length - 1)).Error.Errno);
        }
    }

    [Fact]
    public void AFileWithoutALengthIsReadWhole()
    {
        using OpenDirectory process = OpenDirectory.Open("/proc/self");

        Assert.Contains((byte)'\n', FileContent.Read(process, "status", 1 << 16));
    }

    [Fact]
    public void WhatIsNotThereOrNoFileIsNamed()
    {
        Directory.CreateDirectory(Path.Combine(_path, "inside"));

        Assert.Equal(new SystemError(Errno.ENOENT, "openat2", $"{_path}/none"), Error("none"));
        Assert.Equal(new SystemError(new Errno(21), "read", $"{_path}/inside"), Error("inside"));
    }

    public void Dispose()
    {
        _directory.Dispose();
        Directory.Delete(_path, recursive: true);
    }

    private SystemError Error(string name) => Assert.Throws<LinuxException>(() => FileContent.Read(_directory, name, 10)).Error;
}
