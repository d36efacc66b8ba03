using System.IO;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Options;

/// <summary>What the jail's directory holds, and what may have been put there before.</summary>
public sealed class HierarchyTests
{
    private const uint Directory = 0x4000;
    private const uint CharacterDevice = 0x2000;
    private const uint Regular = 0x8000;

    [Theory]
    [InlineData(".", Directory | 0x1C0)]
    [InlineData("dev", Directory | 0x1C0)]
    [InlineData("dev/net", Directory | 0x1C0)]
    [InlineData("run", Directory | 0x1C0)]
    [InlineData("dev/net/tun", CharacterDevice | 0x180)]
    [InlineData("dev/kvm", CharacterDevice | 0x180)]
    [InlineData("dev/urandom", CharacterDevice | 0x180)]
    [InlineData("vmm", Regular | 0x1ED)]
    public void EveryEntryHasItsKindPermissionsAndOwner(string name, uint mode)
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        using RunningProgram program = jail.StartSpinning();

        Assert.Equal(0, Syscall.lstat(Path.Combine(jail.Root, name), out Stat status));
        Assert.Equal((mode, (uint)TestJail.UserId, (uint)TestJail.GroupId), ((uint)status.st_mode, status.st_uid, status.st_gid));
    }

    [Fact]
    public void AKernelThatWasBoundIntoTheJailBeforehandBoots()
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        string kernel = Path.Combine(jail.Root, "kernel");
        File.Delete(kernel);
        File.WriteAllText(kernel, "");
        string command = $"mount --bind {Artifacts.Guest("spin")} {kernel} && exec \"$0\" \"$@\"";

        using RunningProgram program = RunningProgram.Start(
            "unshare", ["-m", "sh", "-c", command, Artifacts.Jailer, .. jail.JailerArguments, "--", .. TestJail.MonitorArguments]);

        program.WaitForOutput("spinning");
    }
}
