using Kiln.Integration.Tests.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Api;

/// <summary>A refused request whose end is known does not cost the connection, not even with other projects' clients; nor does HTTP/1.0.</summary>
public sealed class KeptConnectionTests
{
    private const string Python = """
        import http.client, socket, sys
        class Kiln(http.client.HTTPConnection):
            def connect(self):
                self.connects = getattr(self, "connects", 0) + 1
                self.sock = socket.socket(socket.AF_UNIX)
                self.sock.connect(sys.argv[1])
        class Old(Kiln):
            _http_vsn, _http_vsn_str = 10, "HTTP/1.0"
        def ask(kiln, method, path, body=None, headers={}):
            kiln.request(method, path, body, headers)
            answer = kiln.getresponse()
            print(method, path, answer.status, answer.getheader("Connection"), len(answer.read()) > 0, kiln.connects)
        for kiln in (Kiln("kiln", timeout=20), Old("kiln", timeout=20)):
            ask(kiln, "GET", "/version")
            ask(kiln, "HEAD", "/version")
            ask(kiln, "POST", "/actions", b'{"action_type": "InstanceStart"}')
            ask(kiln, "GET", "/unknown")
            ask(kiln, "PUT", "/unknown", b"{}")
            ask(kiln, "GET", "/version", headers={"Accept-Encoding": "identity;q=0"})
            ask(kiln, "PUT", "/mmds", b"x" * 60000)
            ask(kiln, "GET", "/version")
            ask(kiln, "GET", "/version", headers={"Connection": "close"})
        """;

    [Fact]
    public void ThePythonLibrarysClientConnectsOnce()
    {
        using ApiJail jail = new();

        ProgramResult python = RunningProgram.Run("python3", "-c", Python, jail.Socket);

        const string Expected = """
            GET /version 200 keep-alive True 1
            HEAD /version 400 keep-alive False 1
            POST /actions 400 keep-alive True 1
            GET /unknown 400 keep-alive True 1
            PUT /unknown 400 keep-alive True 1
            GET /version 400 keep-alive True 1
            PUT /mmds 400 keep-alive True 1
            GET /version 200 keep-alive True 1
            GET /version 200 close True 1

            """;
        Assert.Equal((0, ""), (python.Status, python.Error));
        Assert.Equal(Expected + Expected, python.Output);
    }
}
