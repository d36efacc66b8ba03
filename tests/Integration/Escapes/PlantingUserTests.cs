using System.IO;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Escapes;

/// <summary>What another user of the host put where jails are built: refused in one line, and never written through.</summary>
public sealed class PlantingUserTests
{
    private const string Root = "hostile/ID/root";

    [Theory]
    [InlineData("hostile", "link", "is a link or no directory")]
    [InlineData("hostile", "file", "is a link or no directory")]
    [InlineData("hostile", "directory", "belongs to user 65533")]
    [InlineData("hostile/ID", "link", "is a link or no directory")]
    [InlineData("hostile/ID", "directory", "belongs to user 65533")]
    [InlineData($"{Root}/hostile", "pipe", "it is there and no regular file")]
    [InlineData($"{Root}/hostile", "socket", "it is there and no regular file")]
    [InlineData($"{Root}/hostile", "device", "it is there and no regular file")]
    [InlineData($"{Root}/hostile", "directory", "it is there and no regular file")]
    [InlineData($"{Root}/dev", "link", "dev is a link or no directory; remove it")]
    [InlineData($"{Root}/dev", "file", "dev is a link or no directory; remove it")]
    [InlineData($"{Root}/dev/net", "link", "dev/net is a link or no directory; remove it")]
    [InlineData($"{Root}/dev/net", "pipe", "dev/net is a link or no directory; remove it")]
    [InlineData($"{Root}/run", "link", "run is a link or no directory; remove it")]
    [InlineData($"{Root}/run", "socket", "run is a link or no directory; remove it")]
    [InlineData($"{Root}/dev/kvm", "link", "dev/kvm is there and is not the device; remove it")]
    [InlineData($"{Root}/dev/kvm", "pipe", "dev/kvm is there and is not the device; remove it")]
    [InlineData($"{Root}/dev/kvm", "device", "dev/kvm is there and is not the device; remove it")]
    [InlineData($"{Root}/dev/net/tun", "hard link", "dev/net/tun is there and is not the device; remove it")]
    [InlineData($"{Root}/dev/urandom", "directory", "dev/urandom is there and is not the device; remove it")]
    [InlineData($"{Root}/hostile.pid", "pipe", "is there and is no pid file of a jailer's; remove it")]
    [InlineData($"{Root}/hostile.pid", "directory", "is there and is no pid file of a jailer's; remove it")]
    [InlineData($"{Root}/hostile.pid", "hard link", "is there and is no pid file of a jailer's; remove it")]
    public void IsRefused(string place, string kind, string reason)
    {
        using PlantedBase planted = new();
        planted.Plant(planted.At(place), kind);

        planted.AssertRefused(RunningProgram.Run(planted.Jailer), reason);
    }

    [Theory]
    [InlineData("hostile", 0x1FF)]
    [InlineData("hostile/ID", 0x1FF)]
    [InlineData(Root, 0x1FF)]
    [InlineData(Root, 0x3FF)]
    [InlineData(Root, 0x1C2)]
    public void ADirectoryThatEverybodyMayWriteIsRefused(string place, uint permissions)
    {
        using PlantedBase planted = new();
        Assert.Equal(0, Syscall.chmod(planted.At(place), (FilePermissions)permissions));

        planted.AssertRefused(RunningProgram.Run(planted.Jailer), "can be written by others");
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("dev/net")]
    [InlineData("run")]
    public void ADirectoryOfTheHostMountedInTheJailIsNotGivenAway(string place)
    {
        using PlantedBase planted = new();
        string path = Directory.CreateDirectory(Path.Combine(planted.Root, place)).FullName;

        planted.AssertRefused(UnderMount($"mount --bind {planted.Outside} {path}", planted), $"{place} is a mount point; unmount it");
    }

    [Theory]
    [InlineData(Root)]
    [InlineData(".")]
    public void AFileSystemWithoutDevicesIsNamed(string place)
    {
        using PlantedBase planted = new();

        planted.AssertRefused(
            UnderMount($"mount -t tmpfs -o nodev,mode=755 none {planted.At(place)}", planted), "which is mounted nodev; choose another --chroot-base-dir");
    }

    [Fact]
    public void AFileSystemWithoutProgramsIsRefused()
    {
        using PlantedBase planted = new();

        planted.AssertRefused(UnderMount($"mount -t tmpfs -o noexec,mode=755 none {planted.Root}", planted), "which is mounted noexec; choose another --chroot-base-dir");
    }

    // A FUSE file system can block everybody who accesses it.
    [Theory]
    [InlineData("hostile")]
    [InlineData("hostile/ID")]
    [InlineData(Root)]
    [InlineData($"{Root}/dev")]
    [InlineData($"{Root}/run")]
    public void AFileSystemOfAUsersOwnIsRefusedWithoutAsking(string place)
    {
        using PlantedBase planted = new();
        string path = Directory.CreateDirectory(planted.At(place)).FullName;

        ProgramResult result = RunningProgram.Run([Artifacts.Hostile, "role", "silent-mount", path, $"{PlantedBase.StrangerId}", .. planted.Jailer]);

        planted.AssertRefused(result, Path.GetFileName(path));
    }

    [Theory]
    [InlineData("--id", "..", "Invalid char (.) at position")]
    [InlineData("--id", "a/../b", "Invalid char (/) at position")]
    [InlineData("--exec-file", "/srv/..", "/srv/.. is not a file")]
    [InlineData("--exec-file", "/srv/.", "/srv/. is not a file")]
    public void AWayUpIsNoName(string option, string value, string reason)
    {
        using PlantedBase planted = new();
        string[] jailer = planted.Jailer;
        jailer[Array.IndexOf(jailer, option) + 1] = value;

        planted.AssertRefused(RunningProgram.Run(jailer), reason);
    }

    [Fact]
    public void TheSurveyOfWhatIsOutsideSeesAChange()
    {
        using PlantedBase planted = new();
        Assert.Equal(0, Syscall.chmod(planted.OutsideFile, (FilePermissions)0x1A4));

        Assert.ThrowsAny<Exception>(planted.AssertOutsideIsUntouched);
    }

    [Fact]
    public void WhereNothingIsPlantedTheProgramRuns()
    {
        using PlantedBase planted = new();

        ProgramResult result = RunningProgram.Run(planted.Jailer);

        Assert.True(PlantedBase.HasRun(result), result.Error);
        planted.AssertOutsideIsUntouched();
    }

    private static ProgramResult UnderMount(string mount, PlantedBase planted) =>
        RunningProgram.Run(["unshare", "-m", "sh", "-c", $"{mount} && exec \"$@\"", "sh", .. planted.Jailer]);
}
