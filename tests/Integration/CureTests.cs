using System.IO;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>A start that the host refuses ends with the cure of that refusal, and leaves nothing.</summary>
public sealed class CureTests : IDisposable
{
    private readonly string _base = $"/srv/kiln-cure-{Guid.NewGuid():N}"[..24];

    public CureTests()
    {
        Requires.RootAndKvm();
        Directory.CreateDirectory(_base);
    }

    public void Dispose() => Directory.Delete(_base, recursive: true);

    [Theory]
    [InlineData("chown")]
    [InlineData("dac_override")]
    [InlineData("fowner")]
    [InlineData("setgid")]
    [InlineData("setuid")]
    [InlineData("setpcap")]
    [InlineData("sys_admin")]
    [InlineData("mknod")]
    public void AMissingCapabilityIsNamed(string capability)
    {
        ProgramResult result = RunningProgram.Run(
            "setpriv", [$"--bounding-set=-{capability}", $"--inh-caps=-{capability}", Artifacts.Jailer, .. Arguments(Artifacts.Vmm)]);

        AssertRefused(
            result,
            $"jailer: the jailer lacks CAP_{capability.ToUpperInvariant()}; it needs CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_FOWNER, CAP_SETGID, CAP_SETUID, CAP_SETPCAP, CAP_SYS_ADMIN, CAP_MKNOD: ");
    }

    [Fact]
    public void ABaseThatExecutesNothingIsNamed()
    {
        ProgramResult result = InNamespace($"mount -t tmpfs -o noexec,mode=755 none {_base}", Artifacts.Vmm);

        AssertRefused(
            result,
            $"jailer: programs cannot be executed on the file system of {_base}/vmm/cure/root, which is mounted noexec; choose another --chroot-base-dir\n");
    }

    [Theory]
    [InlineData]
    [InlineData("--daemonize")]
    public void ADynamicProgramIsToldWhatItLacks(params string[] more)
    {
        ProgramResult result = RunningProgram.Run(Artifacts.Jailer, [.. Arguments("/usr/bin/cat"), "--no-seccomp", .. more]);

        Assert.Equal((1, ""), (result.Status, result.Output));
        Assert.Contains(
            "Failed to exec into /cat: ENOENT: No such file or directory (os error 2); /usr/bin/cat is linked dynamically, and the jail has no /lib64/ld-linux-x86-64.so.2: give a static binary",
            result.Error, StringComparison.Ordinal);
    }

    // A plain chroot: its root is a directory of the host, and no mount point.
    [Fact]
    public void AJailerInAPlainChrootIsToldSo()
    {
        string root = Directory.CreateDirectory(Path.Combine(_base, "chroot")).FullName;
        foreach (string folder in (string[])["dev", "srv", "bin", "proc"])
        {
            Directory.CreateDirectory(Path.Combine(root, folder));
        }
        ProgramCopy.Create(Artifacts.Jailer, Path.Combine(root, "bin/jailer"));
        ProgramCopy.Create(Artifacts.Vmm, Path.Combine(root, "bin/vmm"));
        Assert.Equal(0, RunningProgram.Run("cp", "-a", "/dev/kvm", "/dev/null", Path.Combine(root, "dev")).Status);

        ProgramResult result = RunningProgram.Run(
            "unshare", "-m", "sh", "-c", $"mount -t proc proc {root}/proc && exec chroot {root} \"$@\"", "sh", "/bin/jailer", "--id", "cure", "--exec-file", "/bin/vmm", "--uid", "1234", "--gid", "1234", "--chroot-base-dir", "/srv");

        Assert.Equal((1, ""), (result.Status, result.Output));
        Assert.Contains("EINVAL: Invalid argument (os error 22); the jailer's own root is no mount point, as after a plain chroot", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(root, "srv")));
    }

    [Fact]
    public void AUserNamespaceIsNamed()
    {
        Requires.UserNamespaces();
        ProgramResult result = RunningProgram.Run("unshare", ["--user", "--map-root-user", Artifacts.Jailer, .. Arguments(Artifacts.Vmm)]);

        Assert.Equal((1, ""), (result.Status, result.Output));
        Assert.Contains("run it as root of the host\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("user namespace", result.Error, StringComparison.Ordinal);
    }

    // As a container's filter does, for which an injected error stands here. The key ring stays, and the jail comes up.
    [Theory]
    [InlineData("EPERM", true)]
    [InlineData("ENOSYS", false)]
    public void AKeyRingThatMayNotBeLeftIsNoFailure(string error, bool isTold)
    {
        using TestJail jail = new();
        jail.StageGuest("print", "word=started");

        ProgramResult result = RunningProgram.Run(
            "strace", ["-qq", "-o", "/dev/null", "-e", $"inject=keyctl:error={error}", Artifacts.Jailer, .. jail.JailerArguments, "--", .. TestJail.MonitorArguments]);

        Assert.Contains("word=started", result.Output, StringComparison.Ordinal);
        Assert.Equal(0, result.Status);
        Assert.Equal(isTold, result.Error.Contains("jailer: WARNING: the jail stays in the caller's session keyring (keyctl KEYCTL_JOIN_SESSION_KEYRING: EPERM", StringComparison.Ordinal));
    }

    [Fact]
    public void ASocketThatNoClientCanNameIsAWarning()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_base, new string('d', 80))).FullName;
        string[] arguments = ["--id", "cure", "--exec-file", Artifacts.Vmm, "--uid", "1234", "--gid", "1234", "--chroot-base-dir", folder, "--dry-run"];

        Assert.Contains(
            $" bytes long on the host, {folder}/vmm/cure/root/run/firecracker.socket, and clients can name 107: ",
            RunningProgram.Run(Artifacts.Jailer, arguments).Error, StringComparison.Ordinal);
        Assert.Equal("", RunningProgram.Run(Artifacts.Jailer, [.. arguments, "--", "--no-api"]).Error);
    }

    private ProgramResult InNamespace(string preparation, string program) =>
        RunningProgram.Run(["unshare", "-m", "sh", "-c", $"{preparation} && exec \"$@\"", "sh", Artifacts.Jailer, .. Arguments(program)]);

    private string[] Arguments(string program) =>
        ["--id", "cure", "--exec-file", program, "--uid", "1234", "--gid", "1234", "--chroot-base-dir", _base];

    private void AssertRefused(ProgramResult result, string line)
    {
        Assert.StartsWith(line, result.Error, StringComparison.Ordinal);
        Assert.Equal((1, "", 1), (result.Status, result.Output, result.Error.Split('\n').Length - 1));
        Assert.Empty(Directory.GetFileSystemEntries(_base));
    }
}
