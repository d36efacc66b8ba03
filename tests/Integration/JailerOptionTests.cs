using System.Diagnostics;
using System.IO;
using System.Linq;
using Kiln.Integration.Tests.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>What Firecracker's clients pass to a jailer, seen in the running monitor.</summary>
public sealed class JailerOptionTests
{
    [Fact]
    public void LimitsHaveTheirDefaults()
    {
        using TestJail jail = Stage();
        using RunningProgram program = Start(jail);

        Assert.Equal(["2048", "2048"], LimitOf(program.Id, "Max open files"));
        Assert.Equal(["unlimited", "unlimited"], LimitOf(program.Id, "Max file size"));
        Assert.Equal(["0", "0"], LimitOf(program.Id, "Max core file size"));
    }

    [Fact]
    public void LimitsAreSoftAndHardWhatWasAskedFor()
    {
        using TestJail jail = Stage();
        using RunningProgram program = Start(
            jail, "--resource-limit", "fsize=135266304", "--resource-limit", "no-file=700", "--resource-limit", "nproc=4096",
            "--resource-limit", "memlock=65536", "--resource-limit", "core=5");

        Assert.Equal(["135266304", "135266304"], LimitOf(program.Id, "Max file size"));
        Assert.Equal(["700", "700"], LimitOf(program.Id, "Max open files"));
        Assert.Equal(["4096", "4096"], LimitOf(program.Id, "Max processes"));
        Assert.Equal(["65536", "65536"], LimitOf(program.Id, "Max locked memory"));
        Assert.Equal(["5", "5"], LimitOf(program.Id, "Max core file size"));
    }

    [Fact]
    public void TooFewDescriptorsAreAnErrorThatLeavesNothing()
    {
        using TestJail jail = Stage();
        string[] before = [.. jail.Entries];

        ProgramResult result = jail.Run("--resource-limit", "no-file=3");

        Assert.Equal((1, ""), (result.Status, result.Output));
        Assert.Contains("EMFILE", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        Assert.Equal(before, jail.Entries);
    }

    [Fact]
    public void ThePidFileNamesTheProcess()
    {
        using TestJail jail = Stage();
        using RunningProgram program = Start(jail);
        string file = Path.Combine(jail.Root, "vmm.pid");

        Assert.Equal($"{program.Id}", File.ReadAllText(file));
        Assert.Equal(0, Syscall.stat(file, out Stat status));
        Assert.Equal((0u, 0x1A4u), (status.st_uid, (uint)status.st_mode & 0xFFF));
    }

    [Fact]
    public void AJailThatEndedStartsAgainAndOneThatRunsDoesNot()
    {
        using TestJail jail = Stage();
        using (RunningProgram first = Start(jail))
        {
            string pid = File.ReadAllText(Path.Combine(jail.Root, "vmm.pid"));
            ProgramResult second = jail.Run();
            Assert.Equal((1, ""), (second.Status, second.Output));
            Assert.Contains($"still runs, as process {first.Id}; end it, or choose another --id", second.Error, StringComparison.Ordinal);
            Assert.Equal(pid, File.ReadAllText(Path.Combine(jail.Root, "vmm.pid")));
            Syscall.kill(first.Id, Signum.SIGKILL);
            first.WaitForEnd();
        }

        using RunningProgram third = Start(jail);
        Assert.Equal($"{third.Id}", File.ReadAllText(Path.Combine(jail.Root, "vmm.pid")));
    }

    [Fact]
    public void OfManyJailersWithOneIdOneWins()
    {
        using TestJail jail = Stage();
        RunningProgram[] programs = [.. Enumerable.Range(0, 6).Select(_ => jail.Start())];
        RunningProgram winner = WinnerOf(programs);
        winner.WaitForOutput("spinning");

        foreach (RunningProgram loser in programs.Where(program => program != winner))
        {
            ProgramResult result = loser.WaitForEnd();
            Assert.Equal(1, result.Status);
            Assert.Matches("another jailer is building|still runs, as process", result.Error);
        }
        Assert.Equal($"{winner.Id}", File.ReadAllText(Path.Combine(jail.Root, "vmm.pid")));
        Array.ForEach(programs, program => program.Dispose());
    }

    [Theory]
    [InlineData("link", "is no pid file of a jailer's")]
    [InlineData("foreign", "is no pid file of a jailer's")]
    public void APlantedPidFileIsRefused(string kind, string reason)
    {
        using TestJail jail = Stage();
        string file = Path.Combine(jail.Root, "vmm.pid");
        if (kind == "link")
        {
            File.CreateSymbolicLink(file, "/etc/passwd");
        }
        else
        {
            File.WriteAllText(file, "1");
            Assert.Equal(0, Syscall.chown(file, TestJail.UserId, TestJail.GroupId));
        }

        ProgramResult result = jail.Run();

        Assert.Equal(1, result.Status);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesAndQueuesAreTheJailsOwn()
    {
        using TestJail jail = Stage();
        using RunningProgram program = Start(jail);

        foreach (string kind in (string[])["mnt", "ipc", "uts"])
        {
            Assert.NotEqual(NamespaceOf("self", kind), NamespaceOf($"{program.Id}", kind));
        }
        Assert.Equal(NamespaceOf("self", "net"), NamespaceOf($"{program.Id}", "net"));
    }

    [Fact]
    public void TheNetworkIsTheOneThatWasGiven()
    {
        using TestJail jail = Stage();
        string name = jail.Id;
        Assert.Equal(0, RunningProgram.Run("ip", "netns", "add", name).Status);
        try
        {
            using RunningProgram program = Start(jail, "--netns", $"/var/run/netns/{name}");

            Assert.Equal($"{program.Id}", RunningProgram.Run("ip", "netns", "pids", name).Output.Trim());
        }
        finally
        {
            RunningProgram.Run("ip", "netns", "delete", name);
        }
    }

    [Theory]
    [InlineData("/nowhere", "cannot be opened: ENOENT")]
    [InlineData("/etc/passwd", "cannot be entered as a network namespace: EINVAL")]
    [InlineData("/proc/self/ns/mnt", "cannot be entered as a network namespace: EINVAL")]
    public void WhatIsNoNetworkIsRefused(string path, string reason)
    {
        using TestJail jail = Stage();
        string[] before = [.. jail.Entries];

        ProgramResult result = jail.Run("--netns", path);

        Assert.Equal((1, ""), (result.Status, result.Output));
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Equal(before, jail.Entries);
    }

    [Fact]
    public void TheMonitorIsToldWhenTheJailerStarted()
    {
        using TestJail jail = Stage();
        long before = Stopwatch.GetTimestamp() / 1000;
        using RunningProgram program = Start(jail);
        string[] arguments = File.ReadAllText($"/proc/{program.Id}/cmdline").TrimEnd('\0').Split('\0');

        Assert.Equal(
            ["/vmm", "--id", jail.Id, "--start-time-us", arguments[4], "--start-time-cpu-us", arguments[6], "--parent-cpu-time-us", "0", "--no-api", "--config-file", "vm.json"],
            arguments);
        Assert.InRange(long.Parse(arguments[4], System.Globalization.CultureInfo.InvariantCulture), before, Stopwatch.GetTimestamp() / 1000);
        Assert.InRange(long.Parse(arguments[6], System.Globalization.CultureInfo.InvariantCulture), 100, 1_000_000);
        Assert.Empty(File.ReadAllBytes($"/proc/{program.Id}/environ"));
    }

    private static RunningProgram WinnerOf(RunningProgram[] programs)
    {
        Assert.True(
            System.Threading.SpinWait.SpinUntil(() => programs.Count(program => !program.HasEnded) == 1, TimeSpan.FromSeconds(10)),
            $"{programs.Count(program => !program.HasEnded)} jailers of {programs.Length} go on");
        return programs.Single(program => !program.HasEnded);
    }

    private static RunningProgram Start(TestJail jail, params string[] options)
    {
        RunningProgram program = jail.Start(options);
        program.WaitForOutput("spinning");
        return program;
    }

    private static TestJail Stage()
    {
        Requires.RootAndKvm();
        TestJail jail = new();
        jail.StageGuest("spin");
        return jail;
    }

    private static string[] LimitOf(int process, string name)
    {
        string line = File.ReadLines($"/proc/{process}/limits").Single(text => text.StartsWith(name + " ", StringComparison.Ordinal));
        return line[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[..2];
    }

    private static string NamespaceOf(string process, string kind) => new FileInfo($"/proc/{process}/ns/{kind}").LinkTarget!;
}
