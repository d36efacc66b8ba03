using System.Linq;
using Kiln.Testing.Harness;
using Kiln.Testing.Harness.Wires;
using Kiln.Testing.Vmm.Mmds;
using Kiln.Vmm.Mmds.Http;
using Kiln.Vmm.Tests.Mmds.Linux;
using Xunit;

namespace Kiln.Vmm.Tests.Mmds.Clients;

/// <summary>A network namespace whose way to 169.254.169.254 is a tap with the metadata service at its end. Programs that are started in it have no other network.</summary>
internal sealed class ServiceNetwork : IDisposable
{
    private const string Tap = "kilnmmds0";

    private readonly AskedServer _asked;
    private readonly FaultyWire _wire;

    private ServiceNetwork(string metadata)
    {
        TapEnd tap = new(Tap);
        Run("ip", "link", "set", Tap, "up");
        Run("ip", "address", "add", "169.254.7.7/16", "dev", Tap);
        _asked = new AskedServer(metadata);
        _wire = new FaultyWire(tap, new StackEnd(Server), WireFaults.None, 1);
    }

    internal MetadataServer Server => _asked.Server;

    /// <summary>Runs a test's body in such a network.</summary>
    /// <param name="metadata">JSON.</param>
    internal static void Run(string metadata, Action<ServiceNetwork> body)
    {
        Requires.Taps();
        PrivateNetwork.Run(() =>
        {
            using ServiceNetwork network = new(metadata);
            body(network);
        });
    }

    /// <summary>Runs a program in the network of the calling thread.</summary>
    /// <returns>Its standard output.</returns>
    internal static string Run(string program, params string[] arguments)
    {
        using System.Diagnostics.Process process = new()
        {
            StartInfo = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        process.Start();
        string error = "";
        process.ErrorDataReceived += (_, line) => error += line.Data + "\n";
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments.Select(argument => $"'{argument}'"))}: {output}{error}");
        return output;
    }

    public void Dispose()
    {
        _wire.Dispose();
        _asked.Dispose();
    }
}
