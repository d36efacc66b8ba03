using System.Text.RegularExpressions;
using Kiln.Integration.Tests.Harness;
using Kiln.Integration.Tests.Networks;
using Kiln.Integration.Tests.Snapshots;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Metadata;

/// <summary>
/// Linux asks the metadata service of its jailed and filtered monitor, by BusyBox's programs and by one of ours. The service was configured when the guest was
/// booted; the data come with each load.
/// </summary>
[Collection(BusyCollection.Name)]
public sealed partial class LinuxMetadataTests(SavedNetworkedLinux saved, ITestOutputHelper output)
{
    private const string Service = "169.254.169.254";

    private const string Route = $"ip route add {Service} dev eth0";

    private static readonly string _data = $$$"""
        {"latest": {"meta-data": {"ami-id": "i-1", "sub": {"k": "v"}}, "small": "{{{new string('x', 100)}}}", "large": "{{{new string('x', 50_000)}}}"}}
        """;

    [Fact]
    public void OnlyThoseWithATokenAreAnswered() => WithGuest((shell, _) =>
    {
        Assert.Contains("401", shell.Ask($"wget -q -O - http://{Service}/latest/meta-data/ami-id 2>&1"), StringComparison.Ordinal);
        // A raw client: BusyBox's wget has no PUT.
        string token = Token().Match(shell.Ask(
            $"printf 'PUT /latest/api/token HTTP/1.1\\r\\nX-metadata-token-ttl-seconds: 600\\r\\n\\r\\n' | nc {Service} 80; echo")).Value;
        Assert.Equal(48, token.Length);
        Assert.EndsWith("i-1", shell.Ask(
            $"wget -q -O - --header 'X-metadata-token: {token}' http://{Service}/latest/meta-data/ami-id; echo"), StringComparison.Ordinal);

        shell.Jail.Jail.Do("PATCH", "/mmds", """{"latest": {"meta-data": {"ami-id": "i-2"}}}""");
        Assert.EndsWith("i-2", shell.Ask(
            $"wget -q -O - --header 'X-metadata-token: {token}' http://{Service}/latest/meta-data/ami-id; echo"), StringComparison.Ordinal);
        // A token of another life is none.
        using GuestNetwork next = new();
        using LinuxShell other = Restore(next);
        Assert.Contains("401", other.Ask(
            $"wget -q -O - --header 'X-metadata-token: {token}' http://{Service}/latest/meta-data/ami-id 2>&1"), StringComparison.Ordinal);
    });

    [Fact]
    public void NothingOfItReachesTheHost() => WithGuest((shell, network) =>
    {
        using RunningProgram listener = network.Start("sh", "-c", $"ip address add {Service}/32 dev lo; exec busybox nc -l -p 80");
        Assert.Contains("200", Client(shell, Service, "/latest/small", 1, token: true), StringComparison.Ordinal);
        Assert.Equal("", listener.Output);
        Assert.False(listener.HasEnded);
    });

    // How often in comparison depends on the machine: it is printed.
    [Theory]
    [InlineData("small", 100, 100)]
    [InlineData("large", 50_000, 10)]
    public void ManyAnswersAreAllTheSame(string name, int length, int count) => WithGuest((shell, network) =>
    {
        using TinyWebServer server = new(network, length);
        for (int round = 0; round < 3; round++)
        {
            foreach (bool ofService in (bool[])[true, false])
            {
                string line = Client(shell, ofService ? Service : GuestNetwork.HostAddress, $"/latest/{name}", count, ofService);
                output.WriteLine($"{(ofService ? "service" : "server of the host")}: {line}");
                Assert.StartsWith($"200 {length} bytes {count} times", line, StringComparison.Ordinal);
            }
        }
    });

    [GeneratedRegex("[A-Za-z0-9+/]{48}")]
    private static partial Regex Token();

    // The line of tests/guests/linux/metadata.c.
    private static string Client(LinuxShell shell, string address, string path, int count, bool token) =>
        shell.Ask($"/metadata {address} {path} {count} {(token ? "600" : "")}").Split('\n')[^1].Trim();

    private LinuxShell Restore(GuestNetwork network)
    {
        LinuxShell shell = LinuxShell.Restore(saved.Jail, $", \"metadata\": {_data}", network);
        shell.Ask(Route);
        return shell;
    }

    // A test in whose guest a program has died on its own is repeated once.
    private void WithGuest(Action<LinuxShell, GuestNetwork> body)
    {
        Requires.RootAndKvm();
        Requires.GuestKernel();
        using GuestNetwork network = new();
        using (LinuxShell shell = Restore(network))
        {
            try
            {
                body(shell, network);
                return;
            }
            catch (Exception) when (shell.HasLostAProgram)
            {
                output.WriteLine("repeated: a program of the guest died of a segmentation fault");
            }
        }
        using LinuxShell again = Restore(network);
        body(again, network);
    }
}
