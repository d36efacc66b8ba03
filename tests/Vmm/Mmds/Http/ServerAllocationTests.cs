using System.Linq;
using System.Text;
using Kiln.Testing.Vmm.Mmds;
using Kiln.Vmm.Tests.Mmds.Data;
using Xunit;

namespace Kiln.Vmm.Tests.Mmds.Http;

/// <summary>A guest's requests cost no allocation, of whatever kind they are.</summary>
public sealed class ServerAllocationTests
{
    // In each of the thousand rounds of a measurement: 100,000 in all.
    private const int Requests = 100;

    [Fact]
    public void ARequestAllocatesNothing()
    {
        using AskedServer server = new(Metadata.Example);
        server.Server.NeedsToken = true;
        byte[][] kinds = [.. Kinds(server.NewToken(seconds: 21600)).Select(Encoding.Latin1.GetBytes)];

        Assert.Equal(0, Allocation.Of(() => Ask(server, kinds)));
    }

    private static void Ask(AskedServer server, byte[][] kinds)
    {
        for (int index = 0; index < Requests; index++)
        {
            server.Take(kinds[index % kinds.Length]);
        }
    }

    private static string[] Kinds(string token) =>
    [
        $"GET / HTTP/1.1\r\nX-metadata-token: {token}\r\n\r\n",
        $"GET /latest/meta-data/list/1 HTTP/1.0\r\nX-aws-ec2-metadata-token: {token}\r\nAccept: application/json\r\n\r\n",
        $"GET /latest/meta-data/n HTTP/1.1\r\nX-metadata-token: {token}\r\n\r\n",
        $"GET /no/where HTTP/1.1\r\nX-metadata-token: {token}\r\n\r\n",
        "GET / HTTP/1.1\r\nX-metadata-token: x\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\n",
        "PUT /latest/api/token HTTP/1.1\r\nX-metadata-token-ttl-seconds: 60\r\n\r\n",
        "PUT /latest/api/token HTTP/1.1\r\nX-metadata-token-ttl-seconds: x\r\n\r\n",
        "PUT /latest/api/token HTTP/1.1\r\n\r\n",
        "PUT / HTTP/1.1\r\nX-Forwarded-For: a\r\n\r\n",
        "PUT / HTTP/1.1\r\n\r\n",
        "DELETE / HTTP/1.1\r\n\r\n",
        "POST / HTTP/1.1\r\n\r\n",
        "GET none HTTP/1.1\r\n\r\n",
        "GET / HTTP/3\r\nA\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: 5\r\nAccept-Encoding: gzip, identity;q=0\r\n\r\n",
        "\n\n",
    ];
}
