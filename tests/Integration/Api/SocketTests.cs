using System.IO;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Api;

/// <summary>The API's socket path: where the operator says; the file stays, a stale one is replaced, and one with a listener is not.</summary>
public sealed class SocketTests
{
    [Fact]
    public void TheOneThatAMonitorLeavesIsReplacedByTheNextInItsJail()
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        string path = Path.Combine(jail.Root, "api.sock");
        foreach (Signum signal in (Signum[])[Signum.SIGTERM, Signum.SIGKILL, Signum.SIGTERM])
        {
            using RunningProgram program = Start(jail);
            program.WaitForOutput("API server started.");
            using (ApiClient client = new(path))
            {
                Assert.Equal(200, client.Request("GET", "/").Status);
            }
            Syscall.kill(program.Id, signal);
            program.WaitForEnd();
            Assert.True(File.Exists(path));
        }
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
        Syscall.kill(program.Id, Signum.SIGTERM);
        Assert.Equal(143, program.WaitForEnd().Status);
        Assert.True(File.Exists(Default));
        using RunningProgram next = RunningProgram.Start(Artifacts.Vmm);
        next.WaitForOutput($"Listening on API socket (\"{Default}\").");
        File.Delete(Default);
    }

    private static RunningProgram Start(TestJail jail) =>
        RunningProgram.Start(Artifacts.Jailer, [.. jail.JailerArguments, "--", "--api-sock", "api.sock"]);
}
