using System.IO;
using System.Linq;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>An impossible jail: one line with the problem and the remedy, status 1, nothing left behind.</summary>
public sealed class BadJailTests : IDisposable
{
    private readonly string _base = $"/srv/kiln-bad-{Guid.NewGuid():N}"[..24];

    public BadJailTests()
    {
        Requires.RootAndKvm();
        Directory.CreateDirectory(_base);
        Directory.CreateDirectory(Path.Combine(_base, "a-directory"));
        File.CreateSymbolicLink(Path.Combine(_base, "a-link"), Artifacts.Vmm);
        File.WriteAllText(Path.Combine(_base, "a-text"), "not a program");
        File.WriteAllText(Path.Combine(_base, "a-script"), "#!/bin/sh\n");
        File.SetUnixFileMode(Path.Combine(_base, "a-script"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    [Theory]
    [InlineData("--id", "", "Invalid instance ID: Invalid len (0);  the length must be between 1 and 64")]
    [InlineData("--id", "65", "Invalid instance ID: Invalid len (65)")]
    [InlineData("--id", "a/b", "Invalid instance ID: Invalid char (/) at position 1")]
    [InlineData("--id", "a\n\u001b[31m", "Invalid instance ID: Invalid char (\\u000a) at position 1")]
    [InlineData("--uid", "1\n2", "Invalid uid: 1\\u000a2")]
    [InlineData("--uid", "no-such-user", "Invalid uid: no-such-user; there is no such name in /etc/passwd")]
    [InlineData("--resource-limit", "files=1", "Invalid resource argument: files")]
    [InlineData("--uid", "-1", "Invalid uid: -1")]
    [InlineData("--gid", "4294967295", "Invalid gid: 4294967295")]
    [InlineData("--exec-file", "absent", "Failed to canonicalize path")]
    [InlineData("--exec-file", "a-directory", "is not a file")]
    [InlineData("--exec-file", "a-link", "is a symbolic link")]
    [InlineData("--exec-file", "a-text", "is not executable")]
    [InlineData("--exec-file", "a-script", "is not an x86_64 ELF program")]
    [InlineData("--chroot-base-dir", "absent", "Failed to canonicalize path")]
    [InlineData("--chroot-base-dir", "a-text", "is not a directory")]
    public void AWrongValueIsRefusedInOneLine(string option, string value, string reason)
    {
        string[] before = Names();
        string given = value switch
        {
            "65" => new string('a', 65),
            _ when option is "--exec-file" or "--chroot-base-dir" => Path.Combine(_base, value),
            _ => value,
        };

        AssertRefused(RunningProgram.Run(Artifacts.Jailer, Arguments(option, given)), reason);

        Assert.Equal(before, Names());
    }

    [Theory]
    [InlineData("--idd", "x", "did you mean --id")]
    [InlineData("--id=x", null, "write '--id x'")]
    [InlineData("@response", null, "'@response' is not understood")]
    [InlineData("--dry-run", "false", "'false' is not understood")]
    public void AnOddityIsRefusedInOneLine(string argument, string? value, string reason)
    {
        string[] arguments = [.. Arguments("--id", "bad"), argument, .. value is null ? (string[])[] : [value]];

        AssertRefused(RunningProgram.Run(Artifacts.Jailer, arguments), reason);
    }

    [Fact]
    public void AnotherUserThanRootIsToldToUseSudo()
    {
        string[] before = Names();
        string binary = ProgramCopy.Create(Artifacts.Jailer, Path.Combine(_base, "jailer"));

        ProgramResult result = RunningProgram.Run(
            "setpriv", ["--reuid", "1234", "--regid", "1234", "--clear-groups", binary, .. Arguments("--id", "bad")]);

        AssertRefused(result, "run jailer with sudo");
        Assert.Equal([.. before, "jailer"], Names());
    }

    [Fact]
    public void AHostWithoutKvmIsNamedWithItsCure()
    {
        string command = $"mount -t tmpfs none /dev && mknod /dev/null c 1 3 && exec {Artifacts.Jailer} {string.Join(' ', Arguments("--id", "bad"))}";

        AssertRefused(RunningProgram.Run("unshare", "-m", "sh", "-c", command), "this host has no /dev/kvm; load the kvm_intel or kvm_amd module");
        Assert.DoesNotContain("vmm", Names());
    }

    [Theory]
    [InlineData("/dev/null", "is not a KVM device")]
    [InlineData(null, "ENOENT")]
    public void AMonitorWithoutKvmNamesTheCure(string? inItsPlace, string reason)
    {
        string configuration = Path.Combine(_base, "vm.json");
        File.WriteAllText(configuration, $$$"""{"boot-source": {"kernel_image_path": "{{{Artifacts.Guest("print")}}}"}}""");
        string replace = inItsPlace is null ? "mount -t tmpfs none /dev" : $"mount --bind {inItsPlace} /dev/kvm";

        ProgramResult result = RunningProgram.Run("unshare", "-m", "sh", "-c", $"{replace} && exec {Artifacts.Vmm} --no-api --config-file {configuration}");

        Assert.Equal(1, result.Status);
        Assert.Matches("^vmm: .*/dev/kvm.*\n$", result.Error);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("link", "Failed to open")]
    [InlineData("hard link", "Detected hard link at")]
    [InlineData("directory link", "is a link or no directory")]
    [InlineData("foreign owner", "belongs to user 4242")]
    public void WhatAnotherUserPlantedIsRefused(string planted, string reason)
    {
        string root = Path.Combine(_base, "vmm/bad/root");
        string target = Path.Combine(_base, "target");
        File.WriteAllText(target, "precious");
        Directory.CreateDirectory(planted == "directory link" ? Path.GetDirectoryName(root)! : root);
        switch (planted)
        {
            case "link":
                File.CreateSymbolicLink(Path.Combine(root, "vmm"), target);
                break;
            case "hard link":
                Assert.Equal(0, Syscall.link(target, Path.Combine(root, "vmm")));
                break;
            case "directory link":
                Directory.CreateSymbolicLink(root, _base);
                break;
            default:
                Assert.Equal(0, Syscall.chown(root, 4242, 4242));
                break;
        }

        AssertRefused(RunningProgram.Run(Artifacts.Jailer, Arguments("--id", "bad")), reason);

        Assert.Equal("precious", File.ReadAllText(target));
    }

    [Fact]
    public void AFailureHalfWayTakesBackWhatWasMade()
    {
        // The device nodes are made after the copy, the mounts and the directories.
        string root = Directory.CreateDirectory(Path.Combine(_base, "vmm/bad/root")).FullName;
        Directory.CreateDirectory(Path.Combine(root, "dev"));
        File.WriteAllText(Path.Combine(root, "dev/kvm"), "planted");

        AssertRefused(RunningProgram.Run(Artifacts.Jailer, Arguments("--id", "bad")), "/dev/kvm is there and is not the device; remove it");

        Assert.Equal(["dev"], Directory.GetFileSystemEntries(root).Select(path => Path.GetFileName(path)));
        Assert.Equal(["kvm"], Directory.GetFileSystemEntries(Path.Combine(root, "dev")).Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public void AFailedExecveIsReportedFromUnderTheFilter()
    {
        string program = Path.Combine(_base, "a-directory/broken");
        ForeignPrograms.WriteUnloadable(program);

        AssertRefused(RunningProgram.Run(Artifacts.Jailer, Arguments("--exec-file", program)), "Failed to exec into /broken: ");
    }

    [Fact]
    public void AJailThatEndedStartsAgain()
    {
        using TestJail jail = new();
        jail.StageGuest("print", "word=first");
        Assert.Equal(0, jail.Run().Status);
        jail.StageGuest("print", "word=second");

        Assert.Contains("word=second", jail.Run().Output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_base, recursive: true);

    private string[] Arguments(string option, string value)
    {
        Dictionary<string, string> options = new()
        {
            ["--id"] = "bad",
            ["--exec-file"] = Artifacts.Vmm,
            ["--uid"] = "1234",
            ["--gid"] = "1234",
            ["--chroot-base-dir"] = _base,
            [option] = value,
        };
        return [.. options.SelectMany(pair => (string[])[pair.Key, pair.Value])];
    }

    private string[] Names() => [.. Directory.GetFileSystemEntries(_base).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static void AssertRefused(ProgramResult result, string reason)
    {
        Assert.StartsWith("jailer: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        Assert.Equal((1, ""), (result.Status, result.Output));
    }
}
