using System.Linq;
using Xunit;

namespace Kiln.Vmm.Tests.Mmds.Clients;

/// <summary>The metadata service as curl sees it.</summary>
public sealed class CurlTests
{
    private const string Service = "http://169.254.169.254";
    private const string Metadata = """{"latest":{"meta-data":{"ami-id":"i-1","list":["a","b"],"sub":{"k":"v"}},"user-data":"x"}}""";

    [Fact]
    public void VersionOneIsThereForTheAsking() => ServiceNetwork.Run(Metadata, network =>
    {
        Assert.Equal("ami-id\nlist\nsub/", Curl($"{Service}/latest/meta-data/"));
        Assert.Equal("i-1", Curl($"{Service}//latest/meta-data/ami-id"));
        Assert.Equal("""["a","b"]""", Curl("-H", "Accept: application/json", $"{Service}/latest/meta-data/list"));
        Assert.Equal("b", Curl($"{Service}/latest/meta-data/list/1"));
        Assert.Equal("404", Status($"{Service}/nope"));
        Assert.Equal("501", Status($"{Service}/latest/meta-data/list"));
        Assert.Equal("405", Status("-X", "PATCH", $"{Service}/"));
        Assert.Equal("400", Status("-X", "PUT", "-d", "body", $"{Service}/latest/api/token"));
    });

    [Fact]
    public void VersionTwoWantsAToken() => ServiceNetwork.Run(Metadata, network =>
    {
        network.Server.NeedsToken = true;
        Assert.Equal("401", Status($"{Service}/latest/user-data"));
        string token = Curl("-X", "PUT", "-H", "X-metadata-token-ttl-seconds: 60", $"{Service}/latest/api/token");
        Assert.Equal("x", Curl("-H", $"X-metadata-token: {token}", $"{Service}/latest/user-data"));
        Assert.Equal("401", Status("-H", $"X-metadata-token: {token[..^1]}A", $"{Service}/latest/user-data"));
    });

    [Fact]
    public void AConnectionServesManyRequestsAndTenAtOnceAreServed() => ServiceNetwork.Run(Metadata, network =>
    {
        string[] many = [.. Enumerable.Repeat($"{Service}/latest/user-data", 100)];
        Assert.Equal(new string('x', 100), Curl(many));
        Assert.Equal(new string('x', 100), Curl(["-Z", "--parallel-max", "10", .. many]));
    });

    private static string Curl(params string[] arguments) => ServiceNetwork.Run("curl", ["-s", "--max-time", "30", .. arguments]);

    private static string Status(params string[] arguments) => Curl(["-o", "/dev/null", "-w", "%{http_code}", .. arguments]);
}
