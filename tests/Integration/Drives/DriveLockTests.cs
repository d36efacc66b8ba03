using System.IO;
using Kiln.Integration.Tests.Api;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Drives;

/// <summary>Two monitors in two jails never write one image, under all filters; nor does QEMU beside one.</summary>
[Collection(BusyCollection.Name)]
public sealed class DriveLockTests : IDisposable
{
    private const string Writer = "\"is_read_only\": false";
    private const string Reader = "\"is_read_only\": true";
    private const string Warn = "\"lock\": \"warn\"";

    private readonly string _profiles = Directory.CreateTempSubdirectory("kiln-profiles-").FullName;

    [Theory]
    [InlineData(Writer, Writer, "read-write")]
    [InlineData(Writer, Reader, "read-write")]
    [InlineData(Reader, Writer, "read-only")]
    public void AnImageWithNamesInTwoJailsIsInUse(string present, string wanted, string holder)
    {
        Requires.RootAndKvm();
        using ApiJail other = new();
        using ApiJail jail = new();
        other.StageDisk("image", 1);
        Link(other.PathOf("image"), jail.PathOf("name"));
        other.Do("PUT", "/drives/first", Drive("first", "image", present));

        Answer answer = jail.Request("PUT", "/drives/disk", Drive("disk", "name", wanted));

        Assert.Equal(400, answer.Status);
        Assert.Contains(
            $"Drive disk: name is in use by another process ({holder}); end that process, give the drive another file, or set its lock to off",
            answer.Body,
            StringComparison.Ordinal);
        jail.Do("PUT", "/drives/disk", Drive("disk", "name", $"{wanted}, {Warn}"));
        Assert.Contains($"Drive disk: name is in use by another process ({holder}); it is used all the same", jail.Log, StringComparison.Ordinal);
        jail.Do("PUT", "/drives/disk", Drive("disk", "name", $"{wanted}, \"lock\": \"off\""));
        Syscall.kill(other.Program.Id, Signum.SIGKILL);
        jail.Do("PUT", "/drives/disk", Drive("disk", "name", wanted));
    }

    [Fact]
    public void ManyReadOneImage()
    {
        Requires.RootAndKvm();
        using ApiJail other = new();
        using ApiJail jail = new();
        other.StageDisk("image", 1);
        Link(other.PathOf("image"), jail.PathOf("image"));

        other.Do("PUT", "/drives/disk", Drive("disk", "image", Reader));
        jail.Do("PUT", "/drives/disk", Drive("disk", "image", Reader));
    }

    [Theory]
    [InlineData("Sync")]
    [InlineData("Async")]
    public void ARunningGuestsImageStaysLockedWhenItIsNamedAgain(string engine)
    {
        Requires.RootAndKvm();
        using ApiJail other = new();
        using ApiJail jail = new();
        jail.StageDisk("image", 1);
        jail.StageDisk("more", 1);
        Link(jail.PathOf("image"), other.PathOf("image"));
        Link(jail.PathOf("more"), other.PathOf("more"));
        jail.Do("PUT", "/drives/disk", Drive("disk", "image", $"\"io_engine\": \"{engine}\""));
        jail.StartGuest("keys", "keys");

        for (int round = 0; round < 3; round++)
        {
            jail.Do("PATCH", "/drives/disk", """{"drive_id": "disk", "path_on_host": "image"}""");
            Assert.Equal(400, other.Request("PUT", "/drives/first", Drive("first", "image", Writer)).Status);
        }

        jail.Do("PATCH", "/drives/disk", """{"drive_id": "disk", "path_on_host": "more"}""");
        other.Do("PUT", "/drives/first", Drive("first", "image", Writer));
        Answer refusal = jail.Request("PATCH", "/drives/disk", """{"drive_id": "disk", "path_on_host": "image"}""");
        Assert.Contains("Drive disk: image is in use by another process (read-write)", refusal.Body, StringComparison.Ordinal);
        Assert.Equal(400, other.Request("PUT", "/drives/second", Drive("second", "more", Writer)).Status);
    }

    // The kernel ends a ring after its process, and the ring holds the file.
    [Fact]
    public void AMonitorFollowsOneThatWasKilledAtOnce()
    {
        Requires.RootAndKvm();
        using DiskGuest guest = new(1, "\"io_engine\": \"Async\"");
        guest.Stage("disk", "mode=bench operation=write order=random depth=8 milliseconds=60000");
        for (int round = 0; round < 5; round++)
        {
            using RunningProgram program = guest.Jail.Start();
            program.WaitForOutput("disk: begin");
            Syscall.kill(program.Id, Signum.SIGKILL);
            _ = program.WaitForEnd();
        }
    }

    // Each jail has a node of its own, and locks of files belong to the node.
    [Fact]
    public void ADeviceWithNodesInTwoJailsIsInUse()
    {
        Requires.RootAndKvm();
        using ApiJail other = new();
        using ApiJail jail = new();
        other.StageDisk("image", 1);
        ProgramResult loop = RunningProgram.Run("losetup", "--find", "--show", other.PathOf("image"));
        Assert.SkipUnless(loop.Status == 0, "needs a loop device: losetup finds none");
        string device = loop.Output.TrimEnd('\n');
        try
        {
            MakeNode(device, other.PathOf("device"));
            MakeNode(device, jail.PathOf("device"));
            other.Do("PUT", "/drives/first", Drive("first", "device", Writer));

            Answer answer = jail.Request("PUT", "/drives/disk", Drive("disk", "device", Writer));

            Assert.Contains(
                "Drive disk: device is in use by another process or a mounted file system (exclusively); end that process or unmount it, "
                + "give the drive another one, or set its lock to off",
                answer.Body,
                StringComparison.Ordinal);
            jail.Do("PUT", "/drives/disk", Drive("disk", "device", $"{Writer}, {Warn}"));
            Assert.Contains(
                "Drive second: device is in use by drive first of this microVM (read-write)",
                other.Request("PUT", "/drives/second", Drive("second", "device", Writer)).Body,
                StringComparison.Ordinal);
            other.StartGuest("keys", "keys");
            other.Do("PATCH", "/drives/first", """{"drive_id": "first", "path_on_host": "device"}""");
            Assert.Equal(400, jail.Request("PUT", "/drives/disk", Drive("disk", "device", Writer)).Status);
            Syscall.kill(other.Program.Id, Signum.SIGTERM);
            Assert.Equal(143, other.Program.WaitForEnd().Status);
            jail.Do("PUT", "/drives/disk", Drive("disk", "device", Writer));
        }
        finally
        {
            _ = RunningProgram.Run("losetup", "--detach", device);
        }
    }

    [Theory]
    [InlineData(Writer, "off", "read-write")]
    [InlineData(Writer, "on", "read-only")]
    [InlineData(Reader, "off", "read-write")]
    [InlineData(Reader, "on", null)]
    public void AnImageThatQemuUsesIsInUse(string wanted, string readOnlyThere, string? holder)
    {
        Requires.RootAndKvm();
        using ApiJail jail = new();
        jail.StageDisk("image", 1);
        using RunningProgram qemu = StartQemu(jail.PathOf("image"), readOnlyThere);
        qemu.WaitForOutput("\"return\"");

        Answer answer = jail.Request("PUT", "/drives/disk", Drive("disk", "image", wanted));

        Assert.Equal(holder is null ? 204 : 400, answer.Status);
        Assert.Contains(holder is null ? "" : $"is in use by another process ({holder})", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Writer, "off", false)]
    [InlineData(Writer, "on", false)]
    [InlineData(Reader, "off", false)]
    [InlineData(Reader, "on", true)]
    public void QemuSeesAnImageInUse(string present, string readOnlyThere, bool isTaken)
    {
        Requires.RootAndKvm();
        using ApiJail jail = new();
        jail.StageDisk("image", 1);
        jail.Do("PUT", "/drives/disk", Drive("disk", "image", present));

        using RunningProgram qemu = StartQemu(jail.PathOf("image"), readOnlyThere);

        if (isTaken)
        {
            qemu.WaitForOutput("\"return\"");
            return;
        }
        ProgramResult result = qemu.WaitForEnd();
        Assert.Equal(1, result.Status);
        Assert.Matches("Failed to (lock byte 100|get \"write\" lock)", result.Error);
    }

    // A filter answers for the file system.
    [Theory]
    [InlineData("ENOLCK", 37)]
    [InlineData("EOPNOTSUPP", 95)]
    public void AFileSystemWithoutLocksIsWarnedOf(string name, int number)
    {
        Requires.RootAndKvm();
        const string Condition = "    args: [{index: 1, op: in, value: [F_OFD_GETLK, F_OFD_SETLK], width: 32}]\n";
        ChangedProfiles.Write(_profiles, "vmm", Condition, $"{Condition}    action: errno({name})\n");
        using ApiJail jail = new(["--seccomp-profiles", _profiles]);
        jail.StageDisk("image", 1);

        jail.Do("PUT", "/drives/disk", Drive("disk", "image", Writer));
        jail.Do("PUT", "/drives/reading", Drive("reading", "image", Reader));

        Assert.Contains($"Drive disk: image cannot be locked: {name}: ", jail.Log, StringComparison.Ordinal);
        Assert.Contains($" (os error {number}); nothing keeps another process from writing it", jail.Log, StringComparison.Ordinal);
        Assert.Contains($"Drive reading: image cannot be locked: {name}: ", jail.Log, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_profiles, recursive: true);

    private static RunningProgram StartQemu(string image, string readOnly)
    {
        RunningProgram qemu = RunningProgram.Start(
            "qemu-system-x86_64",
            "-machine", "q35,accel=tcg", "-nodefaults", "-display", "none", "-S", "-qmp", "stdio",
            "-drive", $"file={image},format=raw,if=virtio,readonly={readOnly}");
        // Another thread of it greets before the disk is there; this is answered afterwards.
        qemu.Type("{\"execute\": \"qmp_capabilities\"}\n");
        return qemu;
    }

    private static string Drive(string id, string path, string fields) =>
        $$"""{"drive_id": "{{id}}", "is_root_device": false, "path_on_host": "{{path}}", {{fields}}}""";

    private static void Link(string present, string name) => Assert.Equal(0, Syscall.link(present, name));

    private static void MakeNode(string device, string node)
    {
        Assert.Equal(0, Syscall.stat(device, out Stat status));
        const FilePermissions Mode = FilePermissions.S_IFBLK | FilePermissions.S_IRUSR | FilePermissions.S_IWUSR;
        Assert.Equal(0, Syscall.mknod(node, Mode, status.st_rdev));
        Assert.Equal(0, Syscall.chown(node, TestJail.UserId, TestJail.GroupId));
    }
}
