using System.Net.Sockets;
using System.Text;
using Kiln.Integration.Tests.Harness;
using Kiln.Integration.Tests.Vsock;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Coverage;

/// <summary>A monitor whose guest is connected to, and connects, each until one side has shut its stream.</summary>
internal static class SocketRun
{
    private const uint Port = 5000;

    /// <summary>Runs it to its end.</summary>
    /// <param name="trace">Where the tracer writes.</param>
    /// <param name="path">The vsock device's socket.</param>
    /// <param name="configuration">The file with the machine.</param>
    internal static void Drive(string trace, string path, string configuration)
    {
        using HostPort port = new($"{path}_{Port}", HostPort.Echo);
        using RunningProgram program = RunningProgram.Start(
            Artifacts.Probe, "cover", trace, "--", Artifacts.Vmm, "--no-api", "--config-file", configuration);
        program.WaitForOutput("vsock: ready");
        using (Socket socket = VsockGuest.Connect(path, VsockGuest.SinkPort))
        {
            VsockGuest.SendAll(socket, "question"u8);
            socket.Shutdown(SocketShutdown.Send);
            Assert.NotEmpty(VsockGuest.ReadAll(socket));
        }
        using (Socket socket = VsockGuest.Connect(path, VsockGuest.MutePort))
        {
            VsockGuest.AwaitRefusal(socket);
        }
        program.WaitForOutput("vsock: all connections have ended");
        using Socket end = VsockGuest.Open(path);
        VsockGuest.SendAll(end, Encoding.ASCII.GetBytes($"CONNECT {VsockGuest.EndPort}\n"));
        Assert.Equal(0, program.WaitForEnd().Status);
    }
}
