using System.IO;
using System.Linq;
using Kiln.Linux.Descriptors;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Machine;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Tests.Devices.Virtio.Block;
using Xunit;

namespace Kiln.Vmm.Tests.Machine;

/// <summary>Drives keep their files and numbers from their configuration on, whatever is refused meanwhile.</summary>
public sealed class DriveFilesTests : IDisposable
{
    // Above what the test host opens by itself.
    private const int First = 850;

    private const string Absent = "Error manipulating the backing file: No such file or directory (os error 2) /nowhere";

    private readonly string _directory = Directory.CreateTempSubdirectory("kiln-drives-").FullName;
    private readonly DriveFiles _files = new(First);

    [Fact]
    public void EachDriveHasItsNumber() =>
        Assert.Equal(DriveFiles.Capacity, DescriptorNumbers.LastDrive - DescriptorNumbers.FirstDrive + 1);

    [Fact]
    public void EachDriveHasANumberOfItsOwnInTheOrderOfItsFirstMention()
    {
        Assert.All(["a", "b", "c"], name => Assert.Null(Open(name)));
        Assert.Null(Open("b", isRoot: true));

        Assert.Equal([First, First + 1, First + 2], ((string[])["a", "b", "c"]).Select(id => _files[id].Descriptor.Number));
    }

    [Fact]
    public void ADriveOfTheSameIdTakesThePlaceOfTheOther()
    {
        Assert.Null(Open("a"));
        Assert.Null(_files.Open(new DriveConfiguration("a", IsRoot: false) { Path = Make("other", 1024), IsReadOnly = true }));

        Assert.Equal((First, 2ul, true), (_files["a"].Descriptor.Number, _files["a"].Sectors, _files["a"].IsReadOnly));
        Assert.Empty(OpenDescriptors.Of(PathOf("a")));
        Assert.Equal([First], OpenDescriptors.Of(PathOf("other")));
    }

    [Fact]
    public void WhatCannotBeOpenedLeavesTheDriveAsItIs()
    {
        Assert.Null(Open("a"));

        Assert.Equal(Absent, _files.Open(new DriveConfiguration("a", IsRoot: true) { Path = "/nowhere" }));
        Assert.Equal(Absent, _files.Open(new DriveConfiguration("b", IsRoot: true) { Path = "/nowhere" }));
        Assert.Equal([First], OpenDescriptors.Of(PathOf("a")));
        Assert.Null(Open("b"));
        Assert.Equal(First + 1, _files["b"].Descriptor.Number);
    }

    [Fact]
    public void ANumberThatSomethingElseHasIsNotTakenAway()
    {
        using EventFd other = EventFd.Create();
        Assert.Null(other.Descriptor.TryCopyTo(First));
        using OwnedDescriptor there = new(First);

        Assert.Contains($"descriptor {First}, where ", Open("a"), StringComparison.Ordinal);
        Assert.Empty(OpenDescriptors.Of(PathOf("a")));
        there.Dispose();
        Assert.Null(Open("a"));
    }

    [Fact]
    public void DrivesForWhichThereIsNoRoomAreLookedAtAndNotKept()
    {
        Assert.All(Enumerable.Range(0, DriveFiles.Capacity), index => Assert.Null(Open($"d{index}")));

        Assert.Null(Open("more"));
        Assert.Empty(OpenDescriptors.Of(PathOf("more")));
        Assert.Equal(Absent, _files.Open(new DriveConfiguration("most", IsRoot: false) { Path = "/nowhere" }));
        Assert.Null(Open("d16"));
        Assert.Equal(First + 16, _files["d16"].Descriptor.Number);
    }

    [Fact]
    public void ARunningDriveTakesAnotherFileBesideTheOldOne()
    {
        Assert.Null(_files.Open(new DriveConfiguration("a", IsRoot: true) { Path = Make("a", 512), IsReadOnly = true }));
        BackingFile old = _files["a"];
        RecordingDrive drive = new(() => Assert.Equal([First], OpenDescriptors.Of(PathOf("a"))));

        Assert.Null(_files.Replace("a", Make("b", 1024), drive));

        Assert.Same(drive.File, _files["a"]);
        Assert.NotSame(old, drive.File);
        Assert.NotEqual(First, drive.NumberAtFirst);
        Assert.Equal((First, 2ul, true), (drive.File!.Descriptor.Number, drive.File.Sectors, drive.File.IsReadOnly));
        Assert.Empty(OpenDescriptors.Of(PathOf("a")));
        Assert.Equal([First], OpenDescriptors.Of(PathOf("b")));
    }

    [Fact]
    public void ARunningDriveThatDoesNotTakeItKeepsTheOldOne()
    {
        Assert.Null(Open("a"));
        BackingFile old = _files["a"];
        RecordingDrive drive = new(() => { }) { Refusal = "no" };

        Assert.Equal(Absent, _files.Replace("a", "/nowhere", drive));
        Assert.Null(drive.File);
        Assert.Equal("no", _files.Replace("a", Make("b", 1024), drive));
        Assert.Same(old, _files["a"]);
        Assert.Equal([First], OpenDescriptors.Of(PathOf("a")));
        Assert.Empty(OpenDescriptors.Of(PathOf("b")));
    }

    public void Dispose()
    {
        _files.Dispose();
        Assert.All(Directory.GetFiles(_directory), file => Assert.Empty(OpenDescriptors.Of(file)));
        Directory.Delete(_directory, recursive: true);
    }

    private string? Open(string name, bool isRoot = false) => _files.Open(new DriveConfiguration(name, isRoot) { Path = Make(name, 512) });

    private string PathOf(string name) => Path.Combine(_directory, name);

    private string Make(string name, long length)
    {
        using FileStream file = File.OpenWrite(PathOf(name));
        file.SetLength(length);
        return PathOf(name);
    }

    private sealed class RecordingDrive(Action whenReplaced) : IDriveControl
    {
        internal string? Refusal { get; init; }

        internal BackingFile? File { get; private set; }

        internal int NumberAtFirst { get; private set; }

        public string? Replace(BackingFile file)
        {
            File = file;
            NumberAtFirst = file.Descriptor.Number;
            whenReplaced();
            return Refusal;
        }

        public void Limit(RateLimiterConfiguration change) => throw new InvalidOperationException("no limit was to be changed");
    }
}
