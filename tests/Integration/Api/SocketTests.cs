using System.IO;
using System.Net.Sockets;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Api;

/// <summary>The name of the API's socket: where the operator says, one that nobody serves is replaced, one that somebody serves is not.</summary>
public sealed class SocketTests
{
    [Fact]
    public void OneThatADeadMonitorLeftIsReplaced()
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        string path = Path.Combine(jail.Root, "api.sock");
        using (Socket left = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            left.Bind(new UnixDomainSocketEndPoint(path));
            // The runtime would remove it: what a dead process leaves is a name that is moved out of its sight and back.
            File.Move(path, path + "-");
        }
        File.Move(path + "-", path);
        Assert.Equal(0, Mono.Unix.Native.Syscall.chown(path, TestJail.UserId, TestJail.GroupId));

        using RunningProgram program = Start(jail);
        program.WaitForOutput("API server started.");
    }

    [Fact]
    public void OneThatIsServedIsAnErrorInTheContractsWords()
    {
        Requires.RootAndKvm();
        using ApiJail jail = new();

        // Not through a jailer, which would not enter a jail that is in use.
        ProgramResult result = RunningProgram.Run(Artifacts.Vmm, "--api-sock", jail.Socket);

        Assert.Equal(1, result.Status);
        Assert.Equal($"vmm: Failed to open the API socket at: {jail.Socket}. Check that it is not already used.\n", result.Error);
        Assert.True(File.Exists(jail.Socket));
        Assert.Equal(200, jail.Request("GET", "/").Status);
    }

    [Fact]
    public void WithoutArgumentsItServesTheDefaultSocket()
    {
        Requires.RootAndKvm();
        const string Default = "/run/firecracker.socket";
        Assert.SkipWhen(File.Exists(Default), $"needs {Default} for itself: somebody has it");

        using RunningProgram program = RunningProgram.Start(Artifacts.Vmm);
        program.WaitForOutput($"Listening on API socket (\"{Default}\").");

        Assert.True(File.Exists(Default));
        Mono.Unix.Native.Syscall.kill(program.Id, Mono.Unix.Native.Signum.SIGTERM);
        Assert.Equal(143, program.WaitForEnd().Status);
        Assert.False(File.Exists(Default));
    }

    private static RunningProgram Start(TestJail jail) =>
        RunningProgram.Start(Artifacts.Jailer, [.. jail.JailerArguments, "--", "--api-sock", "api.sock"]);
}
