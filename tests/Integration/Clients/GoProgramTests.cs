using System.IO;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Clients;

/// <summary>
/// The program of tests/GoClient, which uses only Go's own HTTP client and process supervision, against a jailed monitor: keep-alive
/// connections, concurrent requests, Expect, a guest started, paused and resumed, metrics, and the end by a signal.
/// </summary>
public sealed class GoProgramTests : IDisposable
{
    private const string Socket = "api.sock";

    private readonly Installation _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void EverythingThatItExpectsHolds()
    {
        ProgramResult result = Run(_host.Firecracker);

        Assert.Equal(
            (0, """
                answers
                configured
                refused, and the connection kept
                one connection for all of it
                running
                many at once
                paused
                many at once while paused
                resumed
                metrics
                ended by SIGTERM

                """, ""),
            (result.Status, result.Output, result.Error));
    }

    // The control: a program that is not a monitor fails at the first step, with a message.
    [Fact]
    public void ItSaysWhatDoesNotHold()
    {
        ProgramResult result = Run("/bin/false");

        Assert.Equal((1, ""), (result.Status, result.Output));
        Assert.StartsWith("not so: answers: the monitor ended: ", result.Error, StringComparison.Ordinal);
    }

    private ProgramResult Run(string execFile)
    {
        Directory.CreateDirectory(_host.Root);
        Assert.Equal(0, Syscall.link(_host.Kernel("spin"), _host.InJail("spin")));
        return RunningProgram.Run(
            Artifacts.GoClient, _host.InJail(Socket), "spin", _host.InJail("metrics"),
            Artifacts.Jailer, "--id", _host.Id, "--exec-file", execFile, "--uid", $"{Installation.UserId}", "--gid", $"{Installation.GroupId}",
            "--chroot-base-dir", _host.Jails, "--", "--api-sock", Socket);
    }
}
