using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Machine;
using Kiln.Vmm.Model.Devices;
using Xunit;
using static Kiln.Linux.Files.RangeLockType;
using LibC = Tmds.Linux.LibC;

namespace Kiln.Vmm.Tests.Machine;

/// <summary>Two monitors never write one image: another <see cref="DriveFiles"/> opens files of its own, as another process does.</summary>
public sealed class DriveLockTests : IDisposable
{
    // Above what the test host opens by itself.
    private const int First = 825;
    private const int FirstOfOther = 868;

    private const string Cure = "; end that process, give the drive another file, or set its lock to off";

    private readonly string _directory = Directory.CreateTempSubdirectory("kiln-locks-").FullName;
    private readonly DriveFiles _files = new(First);
    private readonly DriveFiles _others = new(FirstOfOther);

    [Theory]
    [InlineData(false, false, "(read-write)")]
    [InlineData(false, true, "(read-write)")]
    [InlineData(true, false, "(read-only)")]
    [InlineData(true, true, null)]
    public void AFileIsWrittenByOneOrReadByMany(bool isReadOnlyThere, bool isReadOnly, string? holder)
    {
        Make("disk", 4096);
        Assert.Null(_others.Open(Drive("other", "disk", isReadOnlyThere)));

        string? reason = _files.Open(Drive("mine", "disk", isReadOnly));

        Assert.Equal(holder is null ? null : $"Drive mine: {PathOf("disk")} is in use by another process {holder}{Cure}", reason);
        _others.Dispose();
        Assert.Null(_files.Open(Drive("mine", "disk", isReadOnly)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(201)]
    [InlineData(1 << 20)]
    public void AFileOfAnyLengthIsLockedUnderAllItsNames(long length)
    {
        Make("disk", length);
        Assert.Equal(0, link(PathOf("disk"), PathOf("name")));
        File.CreateSymbolicLink(PathOf("symbolic"), "name");
        Assert.Null(_others.Open(Drive("other", "disk")));

        Assert.All(["name", "symbolic"], name => Assert.NotNull(_files.Open(Drive("mine", name))));
    }

    [Fact]
    public void AFileThatHasGrownIsStillLocked()
    {
        Make("disk", 512);
        Assert.Null(_others.Open(Drive("other", "disk")));
        Make("disk", 1 << 20);

        Assert.NotNull(_files.Open(Drive("mine", "disk")));
    }

    [Fact]
    public void AMonitorThatEndsMeanwhileIsWaitedForBeforeTheStart()
    {
        Make("disk", 512);
        Assert.Null(_others.Open(Drive("other", "disk")));
        using Timer end = new(_ => _others.Dispose(), null, 50, Timeout.Infinite);

        Assert.Null(_files.Open(Drive("mine", "disk")));
    }

    [Fact]
    public void ADriveThatIsNamedAgainKeepsItsLock()
    {
        Make("disk", 512);
        Assert.Null(_files.Open(Drive("mine", "disk")));
        int before = _files["mine"].Descriptor.Number;

        Assert.Null(_files.Open(Drive("mine", "disk")));

        Assert.Equal((before, true), (_files["mine"].Descriptor.Number, _files["mine"].IsLocked));
        Assert.NotNull(_others.Open(Drive("other", "disk")));
        _files.Dispose();
        Assert.Null(_others.Open(Drive("other", "disk")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AChangeOfModePassesTheLock(bool isReadOnly)
    {
        Make("disk", 512);
        Assert.Null(_files.Open(Drive("mine", "disk", !isReadOnly)));

        Assert.Null(_files.Open(Drive("mine", "disk", isReadOnly)));

        Assert.Equal((First, isReadOnly, true), (_files["mine"].Descriptor.Number, _files["mine"].IsReadOnly, _files["mine"].IsLocked));
        Assert.NotNull(_others.Open(Drive("writer", "disk")));
        Assert.Equal(isReadOnly, _others.Open(Drive("reader", "disk", isReadOnly: true)) is null);
    }

    [Fact]
    public void AReaderBesideOthersCannotBecomeAWriterAndStaysAReader()
    {
        Make("disk", 512);
        Assert.Null(_files.Open(Drive("mine", "disk", isReadOnly: true)));
        Assert.Null(_others.Open(Drive("other", "disk", isReadOnly: true)));

        Assert.Contains("(read-only)", _files.Open(Drive("mine", "disk")), StringComparison.Ordinal);

        Assert.True(_files["mine"].IsReadOnly);
        _others.Dispose();
        Assert.NotNull(_others.Open(Drive("writer", "disk")));
        Assert.Null(_others.Open(Drive("reader", "disk", isReadOnly: true)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ARunningDriveThatGetsItsOwnFileIsLockedAllTheTime(bool isReadOnly)
    {
        Make("disk", 512);
        Assert.Equal(0, link(PathOf("disk"), PathOf("name")));
        Assert.Null(_files.Open(Drive("mine", "disk", isReadOnly)));
        Make("disk", 1024);
        void Attempt() => Assert.NotNull(_others.Open(Drive("writer", "disk")));

        Assert.Null(_files.Replace("mine", PathOf("name"), new Running(Attempt)));

        Attempt();
        BackingFile file = _files["mine"];
        Assert.Equal((First, PathOf("name"), 2ul, true), (file.Descriptor.Number, file.Path, file.Sectors, file.IsLocked));
    }

    [Fact]
    public void NobodyGetsInBetween()
    {
        const int Rounds = 300;
        Make("disk", 512);
        using OwnedDescriptor intruder = Open("disk");
        Assert.Null(_files.Open(Drive("mine", "disk")));
        int attempts = 0;
        int successes = 0;
        using CancellationTokenSource end = new();
        Thread thread = new(() =>
        {
            while (!end.IsCancellationRequested)
            {
                attempts++;
                successes += new RangeLock(F_WRLCK, 0, 512).TrySet(intruder.Descriptor) is null ? 1 : 0;
            }
        });
        thread.Start();

        for (int round = 0; round < Rounds; round++)
        {
            Assert.Null(_files.Open(Drive("mine", "disk", isReadOnly: round % 3 == 1)));
            Assert.Null(_files.Replace("mine", PathOf("disk"), new Running(() => { })));
        }
        end.Cancel();
        thread.Join();

        Assert.Equal(0, successes);
        Assert.True(attempts > Rounds, $"only {attempts} attempts");
    }

    [Fact]
    public void ARunningDriveThatGetsAnotherFileGivesTheFirstOneBack()
    {
        Make("a", 512);
        Make("b", 512);
        Assert.Null(_files.Open(Drive("mine", "a")));

        Assert.Null(_files.Replace("mine", PathOf("b"), new Running(() => Assert.NotNull(_others.Open(Drive("other", "a"))))));

        Assert.Null(_others.Open(Drive("other", "a")));
        Assert.Contains("is in use by another process (read-write)", _others.Open(Drive("more", "b")), StringComparison.Ordinal);
        Assert.Equal(
            $"Drive mine: {PathOf("a")} is in use by another process (read-write){Cure}",
            _files.Replace("mine", PathOf("a"), new Running(() => Assert.Fail("the drive was replaced"))));
        Assert.Equal(PathOf("b"), _files["mine"].Path);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    public void ARunningDriveThatRefusesAFileKeepsItsOwnWithItsLock(string name)
    {
        Make("a", 512);
        Make("b", 512);
        Assert.Null(_files.Open(Drive("mine", "a")));

        Assert.Equal("no", _files.Replace("mine", PathOf(name), new Running(() => { }) { Refusal = "no" }));

        Assert.NotNull(_others.Open(Drive("other", "a")));
        Assert.Null(_others.Open(Drive("other", "b")));
        Assert.Equal(512, _files["mine"].Descriptor.ReadAt(new byte[512], 0).Count);
    }

    [Fact]
    public void TwoDrivesOfOneMachineAreToldFromOtherProcesses()
    {
        Make("disk", 512);
        Assert.Null(_files.Open(Drive("a", "disk")));

        Assert.Equal(
            $"Drive b: {PathOf("disk")} is in use by drive a of this microVM (read-write); give one of them another file, make both read-only, "
            + "or set the lock of this one to off",
            _files.Open(Drive("b", "disk")));
        Assert.Null(_files.Open(Drive("b", "disk") with { Lock = DriveLock.Off }));
        Assert.Null(_files.Open(Drive("a", "disk", isReadOnly: true)));
        Assert.Null(_files.Open(Drive("b", "disk", isReadOnly: true)));
    }

    [Theory]
    [InlineData(DriveLock.Warn)]
    [InlineData(DriveLock.Off)]
    public void AFileInUseIsTakenIfTheLockIsNotOn(object mode)
    {
        Make("disk", 512);
        Assert.Null(_others.Open(Drive("other", "disk")));

        Assert.Null(_files.Open(Drive("mine", "disk") with { Lock = (DriveLock)mode }));

        Assert.False(_files["mine"].IsLocked);
        _others.Dispose();
        // A file for which there was no lock is tried again when it is named again.
        Assert.Null(_files.Replace("mine", PathOf("disk"), new Running(() => { })));
        Assert.Equal((DriveLock)mode == DriveLock.Warn, _files["mine"].IsLocked);
    }

    // Byte 100 says that QEMU reads, 101 that it writes, 201 that nobody else may write. It sets read locks only.
    [Theory]
    [InlineData(2, true, false, "(read-write)")]
    [InlineData(2, true, true, "(read-write)")]
    [InlineData(1, true, false, "(read-only)")]
    [InlineData(1, true, true, null)]
    [InlineData(1, false, false, "(read-only)")]
    [InlineData(1, false, true, null)]
    public void WhatQemuSaysOfAnImageIsUnderstood(int permissions, bool refusesWrites, bool isReadOnly, string? holder)
    {
        Make("disk", 4096);
        using OwnedDescriptor qemu = Hold("disk", new RangeLock(F_RDLCK, 100, permissions));
        Assert.Null(refusesWrites ? new RangeLock(F_RDLCK, 201, 1).TrySet(qemu.Descriptor) : null);

        string? reason = _files.Open(Drive("mine", "disk", isReadOnly));

        Assert.Equal(holder is null ? null : $"Drive mine: {PathOf("disk")} is in use by another process {holder}{Cure}", reason);
    }

    // QEMU looks for the locks of others on bytes: 101 if it refuses writers, 200 if it reads, 201 if it writes.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void QemuUnderstandsWhatIsLocked(bool isReadOnly)
    {
        Make("disk", 4096);
        Assert.Null(_files.Open(Drive("mine", "disk", isReadOnly)));
        using OwnedDescriptor qemu = Open("disk");

        Assert.All([100L, 101, 102, 103, 104, 200, 201, 202, 203, 204], offset => Assert.Equal(
            !isReadOnly || offset is 100 or 201, new RangeLock(F_WRLCK, offset, 1).FindConflict(qemu.Descriptor) is not null));
    }

    // Cloud Hypervisor and others lock the file as a whole, or its length.
    [Theory]
    [InlineData(F_RDLCK, 0, true, true)]
    [InlineData(F_RDLCK, 4096, true, true)]
    [InlineData(F_RDLCK, 0, false, false)]
    [InlineData(F_WRLCK, 0, true, false)]
    [InlineData(F_WRLCK, 4096, false, false)]
    public void ProgramsThatLockTheWholeFileAreMet(RangeLockType type, long length, bool isReadOnly, bool isTaken)
    {
        Make("disk", 4096);
        using OwnedDescriptor other = Hold("disk", new RangeLock(type, 0, length));

        Assert.Equal(isTaken, _files.Open(Drive("mine", "disk", isReadOnly)) is null);
    }

    [Theory]
    [InlineData("ENOLCK", true)]
    [InlineData("EOPNOTSUPP", true)]
    [InlineData("EIO", false)]
    public void AFileSystemWithoutLocksIsWarnedOfAndAnotherErrorIsNot(string name, bool isUnsupported)
    {
        LockFailure failure = new(Errno.Named(name)!.Value);
        string text = $"{failure.Errno}";
        DriveLockRefusal refusal = new(Drive("mine", "disk"), failure, null);

        Assert.Equal((isUnsupported, false), (failure.IsUnsupported, failure.IsConflict));
        Assert.Equal($"Drive mine: {PathOf("disk")} cannot be locked: {text}; its lock can be set to warn or off", refusal.Reason);
        Assert.Equal($"Drive mine: {PathOf("disk")} cannot be locked: {text}; nothing keeps another process from writing it", refusal.Warning);
    }

    public void Dispose()
    {
        _files.Dispose();
        _others.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private DriveConfiguration Drive(string id, string name, bool isReadOnly = false) =>
        new(id, IsRoot: false) { Path = PathOf(name), IsReadOnly = isReadOnly };

    private OwnedDescriptor Hold(string name, RangeLock wanted)
    {
        OwnedDescriptor file = Open(name);
        Assert.Null(wanted.TrySet(file.Descriptor));
        return file;
    }

    private OwnedDescriptor Open(string name)
    {
        Assert.Null(OwnedDescriptor.TryOpen(PathOf(name), LibC.O_RDWR, 0, out OwnedDescriptor? file));
        return file!;
    }

    private string PathOf(string name) => Path.Combine(_directory, name);

    private void Make(string name, long length)
    {
        using FileStream file = File.OpenWrite(PathOf(name));
        file.SetLength(length);
    }

    [DllImport("libc")]
    private static extern int link(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string present, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    private sealed class Running(Action whenReplaced) : IDriveControl
    {
        internal string? Refusal { get; init; }

        public string? Replace(BackingFile file)
        {
            whenReplaced();
            return Refusal;
        }

        public void Limit(RateLimiterConfiguration change) => throw new InvalidOperationException("no limit was to be changed");
    }
}
