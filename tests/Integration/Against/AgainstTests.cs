using System.IO;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Against;

/// <summary>The benchmark program compares Kiln with any monitor of Firecracker's interface; here that is Kiln under another name.</summary>
[Collection(BusyCollection.Name)]
public sealed class AgainstTests
{
    private const string Socket = "spawn to an API socket that accepts, no jail";
    private const string Jailer = "jailer to the end of a program that ends at once";
    private const string FirstAnswer = "jailed spawn to the API's first answer";

    private static readonly string[] _times =
    [
        "spawn to the guest's first byte, by a configuration file",
        "spawn to the guest's first byte, by the API",
        "InstanceStart to the guest's first byte",
        "the guest's last byte to the monitor gone",
        "InstanceStart to the monitor gone, guest that resets at once",
        "CPU time from spawn to the end of a guest that says hello",
    ];

    private static readonly string[] _memories =
    [
        "highest from exec to 1 s after InstanceStart",
        "1 s after InstanceStart",
        "after 20 GETs, pauses, a drive's other file",
    ];

    private static readonly string[] _reads =
    [
        "random read, 4 KiB, depth 1, rate",
        "random read, 4 KiB, depth 1, the monitor's CPU for each",
        "random read, 4 KiB, depth 32, rate",
        "random read, 4 KiB, depth 32, the monitor's CPU for each",
    ];

    [Fact]
    public void EveryRowHasBothMediansAndTheirRatio()
    {
        Requires.RootAndKvm();
        Requires.Taps();
        using ComparisonStage stage = new();
        ProgramCopy.Create(Artifacts.Vmm, stage.Opponent);

        ProgramResult result = stage.Run("--against", stage.Opponent, "--against-jailer", Artifacts.Jailer);

        Assert.True(result.Status == 0, result.Error);
        Assert.Equal(
            [
                Socket, $"{Socket}, minor faults",
                Jailer, $"{Jailer}, minor faults less the program's own",
                FirstAnswer, $"{FirstAnswer}, the last of 8 at once",
                .. _times,
                .. Array.ConvertAll(_memories, what => $"own memory, jailed (2 vCPUs, 128 MiB, four drives, a network interface, vsock), {what}"),
                .. _reads,
            ],
            stage.Rows());
    }

    [Fact]
    public void WhatTheOtherRefusesIsLeftOutForBothAndSaid()
    {
        Requires.RootAndKvm();
        Requires.Taps();
        using ComparisonStage stage = new();
        // It has no device for taps.
        string script = stage.Opponent + ".sh";
        File.WriteAllText(
            script, $"""
            #!/bin/sh
            exec unshare --mount sh -c 'mount -t tmpfs none /dev/net && exec "$0" "$@"' '{Artifacts.Vmm}' "$@"
            """);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        ProgramCopy.Create(script, stage.Opponent);

        ProgramResult result = stage.Run("--against", stage.Opponent);

        Assert.True(result.Status == 0, result.Error);
        Assert.Equal(
            [
                Socket, $"{Socket}, minor faults",
                .. _times,
                .. Array.ConvertAll(
                    _memories, what => $"own memory, no jail (2 vCPUs, 128 MiB, four drives, vsock; firecracker refuses a network interface), {what}"),
                .. _reads,
            ],
            stage.Rows());
    }

    [Theory]
    [InlineData(
        "--against /none/firecracker",
        "--against /none/firecracker: there is no such file; name a program of Firecracker's interface, such as /usr/bin/firecracker")]
    [InlineData(
        "--against /etc/passwd", "--against /etc/passwd: cannot be executed (Permission denied); name a program for this machine, with mode 755")]
    [InlineData(
        "--against /bin/true --against-jailer /none/jailer",
        "--against-jailer /none/jailer: there is no such file; name a program of Firecracker's interface, such as /usr/bin/firecracker")]
    [InlineData("--against-jailer /bin/true", "--against-jailer needs --against too: name the monitor that /bin/true is to jail")]
    [InlineData("--against", "--against is without a path: name a program of Firecracker's interface, such as /usr/bin/firecracker")]
    [InlineData("--against /bin/true --against /bin/true", "--against is there twice: name one program")]
    public void AMistakeIsOneLineWithTheCure(string words, string line)
    {
        using ComparisonStage stage = new();

        Assert.Equal(new ProgramResult(2, "", line + "\n"), stage.Run(words.Split(' ')));
    }

    [Fact]
    public void AProgramWithoutTheInterfaceIsOneLineWithTheCure()
    {
        Requires.RootAndKvm();
        using ComparisonStage stage = new();

        ProgramResult result = stage.Run("--against", "/bin/true");

        Assert.Matches(
            "^true cannot be compared: '.*/true --api-sock .* --level Off' ended with status 0 before its API accepted; name a monitor and a jailer of Firecracker's interface\n$",
            result.Error);
        Assert.Equal((2, ""), (result.Status, result.Output));
    }
}
