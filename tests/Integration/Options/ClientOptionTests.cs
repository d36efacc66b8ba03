using System.IO;
using Kiln.CommandLine;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Options;

/// <summary>Options that clients of Firecracker give as a matter of course.</summary>
public sealed class ClientOptionTests
{
    [Fact]
    public void TheJailersVersionIsTheLevelThatClientsAskForAndThenItsOwn() => Assert.Equal(
        new ProgramResult(0, $"Jailer v{KilnVersion.ApiLevel}\n{KilnVersion.Text}\n", ""), RunningProgram.Run(Artifacts.Jailer, "--version"));

    [Fact]
    public void TheVersionOfSnapshotsIsTold()
    {
        Assert.Equal(new ProgramResult(0, "v11.0.0\n", ""), RunningProgram.Run(Artifacts.Vmm, "--snapshot-version"));
        Assert.Equal(new ProgramResult(0, "v11.0.0\n", ""), RunningProgram.Run(Artifacts.Vmm, "--id", "web-1", "--snapshot-version"));
        Assert.Equal(153, RunningProgram.Run(Artifacts.Vmm, "--snapshot-version", "--wrong").Status);
    }

    [Fact]
    public void TheSizeOfMetadataIsTakenInAJail()
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("print");

        Assert.Equal((0, ""), Ended(jail.RunMonitorWith("--mmds-size-limit", "204800")));
        Assert.Equal((153, "vmm: --mmds-size-limit is '1x'; the number of bytes is expected\n"), Ended(jail.RunMonitorWith("--mmds-size-limit", "1x")));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("7")]
    [InlineData("none")]
    public void ANodeIsIgnoredWithAWarningThatHasTheCure(string node)
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("print");

        Assert.Equal(
            (0, $"jailer: WARNING: --node {node} is ignored; to bind the jail to that node, give --cgroup cpuset.mems={node} and --cgroup cpuset.cpus=LIST\n"),
            Ended(jail.Run("--node", node)));
    }

    [Fact]
    public void RootIsTakenAsTheUserAndSaidToBe()
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("spin");
        string log = Path.Combine(jail.BaseDirectory, "log");
        using RunningProgram program = RunningProgram.Start(
            Artifacts.Jailer,
            [
                "--id", jail.Id, "--exec-file", Artifacts.Vmm, "--uid", "0", "--gid", "0", "--chroot-base-dir", jail.BaseDirectory, "--log-file", log,
                "--", .. TestJail.MonitorArguments,
            ]);
        program.WaitForOutput("spinning");
        ProcessView process = new(program.Id);

        const string Warning = "--uid 0: the monitor stays root. It has no capability, but nothing that rests on its user stops it: ";
        Assert.StartsWith($"jailer: WARNING: {Warning}", program.Error, StringComparison.Ordinal);
        Assert.Contains(Warning, File.ReadAllText(log), StringComparison.Ordinal);
        Assert.Equal("0\t0\t0\t0", process.StatusOf("Uid"));
        foreach (int thread in process.Threads)
        {
            Assert.Equal(
                ("0000000000000000", "0000000000000000", "0000000000000000", "2", "1"),
                (process.StatusOf(thread, "CapPrm"), process.StatusOf(thread, "CapEff"), process.StatusOf(thread, "CapBnd"), process.StatusOf(thread, "Seccomp"), process.StatusOf(thread, "NoNewPrivs")));
        }
    }

    private static (int Status, string Error) Ended(ProgramResult result) => (result.Status, result.Error);
}
