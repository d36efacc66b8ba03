using System.Linq;
using Kiln.Testing.Vmm.Api;
using Xunit;

namespace Kiln.Vmm.Tests.Api;

/// <summary>Every endpoint of the contract, and Kiln's two, before and after the start.</summary>
public sealed class EndpointTests
{
    // 37 rows of the contract, three of which are three requests each, and two of Kiln's own.
    private const int Rows = 46;

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Rows)];

    [Fact]
    public void TheTableIsWhole() => Assert.Equal(Rows, Endpoint.All.Count);

    [Theory]
    [MemberData(nameof(Indices))]
    public void IsAnsweredBeforeTheStart(int index)
    {
        Endpoint endpoint = Endpoint.All[index];
        ApiUnderTest api = new();
        api.Send("PUT", "/boot-source", """{"kernel_image_path":"/vmlinux"}""");
        api.Send("PUT", "/drives/a", Endpoint.Drive);
        api.Send("PUT", "/network-interfaces/a", Endpoint.Network);
        api.Send("PUT", "/mmds/config", Endpoint.Metadata);
        api.Send("PUT", "/balloon", Endpoint.Balloon);
        api.Send("PUT", "/mmds", "{}");

        Check(endpoint, api.Send(endpoint.Method, endpoint.Path, endpoint.Body), endpoint.Phase == Endpoint.After ? Endpoint.NotYet : null);
    }

    [Theory]
    [MemberData(nameof(Indices))]
    public void IsAnsweredAfterTheStart(int index)
    {
        Endpoint endpoint = Endpoint.All[index];
        ApiUnderTest api = new();
        api.Send("PUT", "/drives/a", Endpoint.Drive);
        api.Send("PUT", "/network-interfaces/a", Endpoint.Network);
        api.Send("PUT", "/mmds/config", Endpoint.Metadata);
        api.Send("PUT", "/balloon", Endpoint.Balloon);
        api.Send("PUT", "/mmds", "{}");
        string? refusal = endpoint.Phase switch
        {
            Endpoint.Before => Endpoint.NoLonger,
            Endpoint.Pluggable => Endpoint.NoPci,
            _ => null,
        };

        Check(endpoint, api.Started().Send(endpoint.Method, endpoint.Path, endpoint.Body), refusal);
    }

    // A request that is legal then is answered as the table says.
    private static void Check(Endpoint endpoint, Reply reply, string? refusal)
    {
        if (refusal is not null)
        {
            Assert.Equal((400, refusal), (reply.Status, reply.Fault));
            return;
        }
        Assert.True(endpoint.Status == reply.Status, reply.Body);
        Assert.Equal(endpoint.Status == 204, reply.Body.Length == 0);
        if (endpoint.Status == 400)
        {
            string what = $"{endpoint.Method} {endpoint.Path}";
            what = what.EndsWith("/a", StringComparison.Ordinal) ? what[..^2] : what;
            Assert.StartsWith(what, reply.Fault, StringComparison.Ordinal);
            Assert.Contains(" is not part of this version of Kiln; ", reply.Fault, StringComparison.Ordinal);
        }
    }
}
