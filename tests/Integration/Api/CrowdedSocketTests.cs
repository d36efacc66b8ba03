using System.Linq;
using System.Net.Sockets;
using System.Text;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Api;

/// <summary>Idle connections lock nobody out: the one that has been idle longest is closed. Covers other projects' clients as well.</summary>
public sealed class CrowdedSocketTests
{
    private const string Python = """
        import http.client, socket, sys
        class Kiln(http.client.HTTPConnection):
            def connect(self):
                self.sock = socket.socket(socket.AF_UNIX)
                self.sock.connect(sys.argv[1])
        kiln = Kiln("kiln", timeout=20)
        for headers in ({}, {}, {"Connection": "close"}, {}):
            kiln.request("GET", "/version", headers=headers)
            answer = kiln.getresponse()
            print(answer.status, answer.getheader("Connection"), len(answer.read()) > 0, kiln.sock is None)
        """;

    [Theory]
    [InlineData("")]
    [InlineData("GET / HT")]
    [InlineData("PUT /actions HTTP/1.1\r\nContent-Length: 50\r\n\r\n{")]
    public void ANewcomerIsServedBesideTenThatSayNothingMore(string said)
    {
        using ApiJail jail = new();
        Socket[] idle = [.. Enumerable.Range(0, 10).Select(_ => Connect(jail.Socket, said))];

        for (int newcomer = 0; newcomer < 20; newcomer++)
        {
            Assert.Equal("Not started", jail.Request("GET", "/")["state"]);
        }
        ProgramResult python = RunningProgram.Run("python3", "-c", Python, jail.Socket);

        Assert.Equal((0, ""), (python.Status, python.Error));
        Assert.Equal(
            "200 keep-alive True False\n200 keep-alive True False\n200 close True True\n200 keep-alive True False\n", python.Output);
        Array.ForEach(idle, socket => socket.Dispose());
    }

    [Fact]
    public void TheLongestIdleGivesWayAndTheOthersStay()
    {
        using ApiJail jail = new();
        ApiClient[] ten = [.. Enumerable.Range(0, 10).Select(_ => new ApiClient(jail.Socket))];
        // They are accepted once they have been answered, the first one last.
        foreach (ApiClient client in ten.Append(ten[0]))
        {
            Assert.Equal(200, client.Request("GET", "/").Status);
        }

        using ApiClient eleventh = new(jail.Socket);

        Assert.Equal(200, eleventh.Request("GET", "/").Status);
        Assert.Equal(0, ten[1].Receive().Status);
        Assert.All(ten.Where(client => client != ten[1]), client => Assert.Equal(200, client.Request("GET", "/").Status));
        Array.ForEach(ten, client => client.Dispose());
    }

    [Fact]
    public void CurlsWishToCloseIsHonoured()
    {
        using ApiJail jail = new();

        ProgramResult curl = RunningProgram.Run(
            "curl", ["-sv", "--max-time", "20", "--unix-socket", jail.Socket, "-H", "Connection: close", "http://kiln/version"]);

        Assert.Equal(0, curl.Status);
        Assert.Contains("< Connection: close", curl.Error, StringComparison.Ordinal);
        using ApiClient client = new(jail.Socket);
        client.Socket.Send("GET /version HTTP/1.1\r\nConnection: close\r\n\r\n"u8);
        Assert.Equal(200, client.Receive().Status);
        Assert.Equal(0, client.Receive().Status);
    }

    private static Socket Connect(string path, string said)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        socket.Send(Encoding.ASCII.GetBytes(said));
        return socket;
    }
}
