using System.IO;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.Linux.Identity;
using Tmds.Linux;
using Xunit;

namespace Kiln.Linux.Tests.Files;

/// <summary>Names below a held directory stay below it, whatever another user plants there.</summary>
public sealed class OpenDirectoryTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("kiln-directory-").FullName;
    private readonly OpenDirectory _directory;

    public OpenDirectoryTests()
    {
        Directory.CreateDirectory(Path.Combine(_path, "inside"));
        File.WriteAllText(Path.Combine(_path, "file"), "content");
        File.CreateSymbolicLink(Path.Combine(_path, "link"), Path.Combine(_path, "file"));
        Directory.CreateSymbolicLink(Path.Combine(_path, "away"), "/etc");
        _directory = OpenDirectory.Open(_path);
    }

    public void Dispose()
    {
        _directory.Dispose();
        Directory.Delete(_path, recursive: true);
    }

    [Theory]
    [InlineData("link", 40)] // ELOOP: a link in the last place
    [InlineData("away/passwd", 40)] // ELOOP: a link on the way
    [InlineData("../etc/passwd", 18)] // EXDEV: upwards
    [InlineData("inside/../../x", 18)] // EXDEV: upwards by a detour
    [InlineData("/etc/passwd", 18)] // EXDEV: from the root
    [InlineData("missing", 2)] // ENOENT
    public void AFileIsOnlyOpenedBelowAndNeverThroughALink(string name, int number)
    {
        LinuxException exception = Assert.Throws<LinuxException>(() => _directory.OpenFile(name, LibC.O_RDONLY, 0));

        Assert.Equal(new SystemError(new Errno(number), "openat2", $"{_path}/{name}"), exception.Error);
    }

    [Theory]
    [InlineData("away", 40)]
    [InlineData("file", 20)] // ENOTDIR
    [InlineData("..", 18)]
    public void ADirectoryIsOnlyOpenedBelowAndNeverThroughALink(string name, int number) =>
        Assert.Equal(new Errno(number), Assert.Throws<LinuxException>(() => _directory.OpenBelow(name)).Error.Errno);

    [Fact]
    public void AFileBelowIsReadAndIsClosedOnExec()
    {
        using OwnedDescriptor file = _directory.OpenFile("file", LibC.O_RDONLY, 0);
        byte[] bytes = new byte[16];

        Assert.Equal(7, file.Descriptor.Read(bytes).Count);
        Assert.Equal("content"u8, bytes.AsSpan(0, 7));
        Assert.Equal(LibC.FD_CLOEXEC, LibC.fcntl(file.Descriptor.Number, (int)FileControl.F_GETFD));
    }

    [Fact]
    public void TheStatusIsOfTheNameItselfAndNotOfWhatALinkPointsTo()
    {
        FileStatus link = _directory.StatusOf("link")!.Value;
        FileStatus file = _directory.StatusOf("file")!.Value;

        Assert.True(link.IsSymbolicLink);
        Assert.True(file.IsRegular);
        Assert.False(link.IsSameFile(file));
        Assert.True(_directory.StatusOf(".")!.Value.IsSameFile(FileStatus.Of(_directory.Descriptor)));
        Assert.Null(_directory.StatusOf("missing"));
    }

    [Fact]
    public void WhatIsMadeIsThereOnceAndGoesAgain()
    {
        Assert.True(_directory.TryMakeDirectory("new", 0x1C0));
        Assert.False(_directory.TryMakeDirectory("new", 0x1C0));
        using (OpenDirectory directory = _directory.OpenBelow("new"))
        {
            directory.SetPermissions(0x140);
        }
        Assert.Equal(0x140u, _directory.StatusOf("new")!.Value.Permissions);

        _directory.RemoveDirectory("new");
        _directory.Unlink("link");

        Assert.Null(_directory.StatusOf("new"));
        Assert.Null(_directory.StatusOf("link"));
        Assert.True(_directory.StatusOf("file")!.Value.IsRegular);
        Assert.Equal(Errno.ENOTEMPTY, Assert.Throws<LinuxException>(() => Parent().RemoveDirectory(Path.GetFileName(_path))).Error.Errno);
    }

    [Fact]
    public void WhatIsGivenAwayIsWhatIsHeldOpenAndNotWhatItsNameLeadsTo()
    {
        Assert.SkipUnless(Credentials.IsRoot, "only root gives files away");
        File.WriteAllText(Path.Combine(_path, "other"), "");
        using OwnedDescriptor file = _directory.OpenFile("file", LibC.O_RDONLY, 0);
        using OwnedDescriptor withoutAccess = _directory.OpenFile("file", LibC.O_PATH, 0);
        File.Move(Path.Combine(_path, "file"), Path.Combine(_path, "moved"));
        File.CreateSymbolicLink(Path.Combine(_path, "file"), Path.Combine(_path, "other"));

        FileOwnership.SetPermissions(file.Descriptor, "file", 0x1C0);
        FileOwnership.Give(withoutAccess.Descriptor, "file", 1234, 1235);

        FileStatus moved = _directory.StatusOf("moved")!.Value;
        Assert.Equal((1234u, 1235u, 0x1C0u), (moved.UserId, moved.GroupId, moved.Permissions));
        FileStatus other = _directory.StatusOf("other")!.Value;
        Assert.Equal((0u, 0x1A4u), (other.UserId, other.Permissions));
    }

    [Fact]
    public void ADirectoryIsGivenAwayItself()
    {
        Assert.SkipUnless(Credentials.IsRoot, "only root gives files away");
        using OpenDirectory directory = _directory.OpenBelow("inside");

        directory.Give(1234, 1235);

        FileStatus inside = _directory.StatusOf("inside")!.Value;
        Assert.Equal((1234u, 1235u), (inside.UserId, inside.GroupId));
    }

    [Fact]
    public void OnTheSameMountNothingIsMounted()
    {
        using OpenDirectory root = OpenDirectory.Open("/");

        Assert.Equal(Errno.EXDEV, Assert.Throws<LinuxException>(() => root.OpenOnSameMount("proc")).Error.Errno);
        root.OpenBelow("proc").Dispose();
        _directory.OpenOnSameMount("inside").Dispose();
    }

    [Fact]
    public void ADeviceNodeHasTheNumberThatWasAsked()
    {
        Assert.SkipUnless(Credentials.IsRoot, "only root makes device nodes");
        // The null device, which is harmless: major 1, minor 3.
        const ulong Null = (1 << 8) | 3;

        _directory.MakeCharacterDevice("null", 0x180, Null);

        FileStatus device = _directory.StatusOf("null")!.Value;
        Assert.True(device.IsCharacterDevice);
        Assert.Equal(Null, device.DeviceNumber);
    }

    private OpenDirectory Parent() => OpenDirectory.Open(Path.GetDirectoryName(_path)!);
}
