using System.IO;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Taps;

/// <summary>A tap that a jail cannot have costs one line with the cause, and nothing of the start stays.</summary>
public sealed class TapRefusalTests
{
    private const string Prefix = "jailer: --tap ";

    [Theory]
    [InlineData("tuntap add t0 mode tap", "t0", "t0: it has no owner, so every user may attach to it: make it with one (ip tuntap add t0 mode tap user 1234)")]
    [InlineData("tuntap add t0 mode tap group 4321", "t0", "t0: it has no owner, so every user may attach to it")]
    [InlineData("tuntap add t0 mode tap user 0", "t0", "t0: it belongs to user 0, and the jail is user 1234's: make it with 'user 1234', or give --uid 0")]
    [InlineData("tuntap add t0 mode tap user 1234 group 7", "t0", "t0: it belongs to group 7, and the jail is group 4321's: make it without one, or give --gid 7")]
    [InlineData("tuntap add t0 mode tun user 1234", "t0", "t0: it is in tun mode, which carries no Ethernet frames: make it in tap mode")]
    [InlineData("tuntap add t0 mode tap user 1234 multi_queue", "t0", "t0: it was made with multi_queue: make it without")]
    [InlineData("tuntap add t0 mode tap user 1234", "t0", "t0: it is down: run ip link set t0 up")]
    [InlineData("link add t0 type bridge", "t0", "t0: the name is taken by an interface of another kind (bridge): choose another name")]
    [InlineData("link set lo up", "lo", "lo: the name is taken by an interface of another kind (hardware or loopback): choose another name")]
    [InlineData("link set lo up", "t0,bridge=br0", "t0: the jail's network has no bridge br0: make it there (ip link add br0 type bridge)")]
    [InlineData("link set lo up", "t0,bridge=lo", "t0: lo is no bridge but an interface of another kind (hardware or loopback): check bridge=")]
    [InlineData("link set lo up", "t0,mtu=65535", "t0: this kernel gives no tap an MTU of 65535")]
    public void TheCauseIsNamed(string preparation, string tap, string reason) => InPrivateNetwork(() =>
    {
        TapLink.Ip(preparation);
        string before = Interfaces;

        AssertRefused(Prefix + reason, "--tap", tap);

        Assert.Equal(before, Interfaces);
    });

    [Fact]
    public void WhatAnotherJailHasIsBusy() => InPrivateNetwork(() =>
    {
        using TestJail other = TestJail.WithSpinningGuest();
        TapLink.Ip("tuntap add own0 mode tap user 1234");
        TapLink.Ip("link set own0 up");
        using RunningProgram program = other.StartSpinning("--tap", "t0", "--tap", "own0");

        AssertRefused($"{Prefix}t0: it is attached to a process already: end that process, or give the jail a tap of another name", "--tap", "t0");
        AssertRefused($"{Prefix}own0: it is attached to a process already", "--tap", "own0");
        Assert.True(TapLink.Exists("t0"));
    });

    [Theory]
    [InlineData("t0,mtu=5", "--tap t0,mtu=5: mtu is a number from 68 to 65535")]
    [InlineData("sixteen-bytes-xy", "--tap sixteen-bytes-xy: the name 'sixteen-bytes-xy' has 16 bytes; an interface of Linux has at most 15")]
    public void AMistakeInTheOptionIsFoundBeforeAnythingIsMade(string tap, string reason)
    {
        Requires.Taps();
        AssertRefused($"jailer: {reason}", "--tap", tap);
    }

    [Fact]
    public void ALimitThatEndsAmongTheTapsIsRefused()
    {
        Requires.Taps();
        AssertRefused(
            "jailer: --resource-limit no-file=65 leaves no room for the descriptors of taps, 64 and up; give 176 or more, which the monitor needs",
            "--tap", "t0", "--resource-limit", "no-file=65");
    }

    // CAP_NET_ADMIN is needed where taps are made, and nowhere else.
    [Fact]
    public void WithoutTheCapabilityOnlyTapsAreRefused() => InPrivateNetwork(() =>
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        string[] command = ["--bounding-set", "-net_admin", Artifacts.Jailer, .. jail.JailerArguments];
        ProgramResult result = RunningProgram.Run("setpriv", [.. command, "--tap", "t0"]);

        Assert.Equal(1, result.Status);
        Assert.StartsWith("jailer: the jailer lacks CAP_NET_ADMIN; it needs CAP_CHOWN, ", result.Error, StringComparison.Ordinal);
        using RunningProgram program = RunningProgram.Start("setpriv", [.. command, "--", .. TestJail.MonitorArguments]);
        program.WaitForOutput("spinning");
    });

    // The second tap, the nodes of the jail, its cgroup: each fails when the first tap is there already.
    [Fact]
    public void ATapGoesWhenALaterStepFails() => InPrivateNetwork(() =>
    {
        AssertRefused($"{Prefix}t1: the jail's network has no bridge br0", "--tap", "t0", "--tap", "t1,bridge=br0");
        using TestJail jail = TestJail.WithSpinningGuest();
        Directory.CreateDirectory(jail.PathOf("dev/kvm"));
        ProgramResult result = jail.Run("--tap", "t0");

        Assert.Contains("dev/kvm is there and is not the device; remove it", result.Error, StringComparison.Ordinal);
        Assert.False(TapLink.Exists("t0"));
    });

    [Theory]
    [InlineData]
    [InlineData("--daemonize")]
    public void ATapGoesWhenTheProgramCannotBeExecuted(params string[] mode) => InPrivateNetwork(() =>
    {
        Requires.RootAndKvm();
        string folder = Directory.CreateTempSubdirectory("kiln-tap-").FullName;
        string program = Path.Combine(folder, "broken");
        // The header of a program of x86_64, and nothing else of it.
        byte[] header = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, .. new byte[9], 2, 0, 62, 0];
        File.WriteAllBytes(program, header);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using TestJail jail = new(program);

        ProgramResult result = jail.Run([.. mode, "--no-seccomp", "--tap", "t0"]);

        Assert.Equal(1, result.Status);
        Assert.Contains("Failed to exec into /broken", result.Error, StringComparison.Ordinal);
        Assert.False(TapLink.Exists("t0"));
        Directory.Delete(folder, recursive: true);
    });

    private static string Interfaces => TapLink.Ip("-d -o link show");

    private static void AssertRefused(string start, params string[] options)
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        string[] before = [.. jail.Entries];

        ProgramResult result = jail.Run(options);

        Assert.Equal((1, ""), (result.Status, result.Output));
        Assert.StartsWith(start, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        Assert.Equal(before, jail.Entries);
    }

    private static void InPrivateNetwork(Action body)
    {
        Requires.Taps();
        PrivateNetwork.Run(body);
    }
}
