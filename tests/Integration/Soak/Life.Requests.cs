using System.Collections.Immutable;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using Kiln.Testing.Harness;

namespace Kiln.Integration.Tests.Soak;

/// <content>What clients ask, good ones and bad ones.</content>
internal sealed partial class Life
{
    // Fewer than the API's connections: a client that never reads keeps its own.
    private const int MostSilent = 6;

    private const int Attempts = 3;

    private static readonly TimeSpan _breath = TimeSpan.FromMilliseconds(200);

    private static readonly ImmutableArray<(string Method, string Path, string? Body)> _requests =
    [
        ("GET", "/", null),
        ("GET", "/version", null),
        ("GET", "/vm/config", null),
        ("GET", "/machine-config", null),
        ("GET", "/metrics", null),
        ("GET", "/openapi.yaml", null),
        ("GET", "/nothing", null),
        ("PATCH", "/vm", """{"state": "Paused"}"""),
        ("PATCH", "/vm", """{"state": "Resumed"}"""),
        ("PATCH", "/vm", """{"state": "Resumed"}"""),
        ("PATCH", "/vm", """{"state": "Asleep"}"""),
        ("PATCH", "/drives/disk", """{"drive_id": "disk", "path_on_host": "other"}"""),
        ("PATCH", "/drives/disk", """{"drive_id": "disk", "path_on_host": "disk"}"""),
        ("PATCH", "/drives/disk", """{"drive_id": "disk", "path_on_host": "missing"}"""),
        ("PATCH", "/drives/disk", """{"drive_id": "disk", "rate_limiter": {"ops": {"size": 500, "refill_time": 100}}}"""),
        ("PATCH", "/drives/disk", """{"drive_id": "disk", "rate_limiter": {"ops": {"size": 0, "refill_time": 0}}}"""),
        ("PUT", "/drives/late", """{"drive_id": "late", "path_on_host": "other", "is_root_device": false}"""),
        ("PUT", "/actions", """{"action_type": "FlushMetrics"}"""),
        ("PUT", "/actions", """{"action_type": "SendCtrlAltDel"}"""),
        ("PUT", "/actions", """{"action_type": "InstanceStart"}"""),
        ("PUT", "/actions", """{"action_type": "Explode"}"""),
        ("PUT", "/logger", """{"log_path": "other.log"}"""),
        ("PUT", "/boot-source", "{"),
        ("PUT", "/machine-config", "[[[[[[[[[[[[[[[["),
        ("PATCH", "/balloon", """{"amount_mib": 1}"""),
    ];

    private void AskAtRandom()
    {
        switch (_chance.Next(20))
        {
            case 0:
                Type("GET / HTTP/1.1\r\nX: ");
                break;
            case 1:
                Type("\0\u0001GET\r\n\r\nnonsense\r\n\r\n");
                break;
            case 2:
                Type(string.Concat(Enumerable.Repeat("GET /openapi.yaml HTTP/1.1\r\n\r\n", 50)));
                break;
            case 3:
                Type("PUT /boot-source HTTP/1.1\r\nContent-Length: 51200\r\n\r\n{\"kernel_image_path\": \"");
                break;
            default:
                (string method, string path, string? body) = _requests[_chance.Next(_requests.Length)];
                if (Ask(method, path, body) is { Status: not (200 or 204 or 400 or 404) } answer)
                {
                    throw Unexplained($"{method} {path}: {answer}");
                }
                break;
        }
    }

    // The connection may have been closed as the longest idle one; a monitor that is shutting down does not respond, and may take its time.
    private Answer? Ask(string method, string path, string? body)
    {
        for (int attempt = 1; attempt <= Attempts; attempt++)
        {
            try
            {
                using ApiClient client = new(_jail.PathOf("api.sock"));
                client.Socket.ReceiveTimeout = (int)_patience.TotalMilliseconds;
                Answer answer = client.Request(method, path, body);
                Tell($"{method} {path} {body}: {answer.Status} {(answer.Status == 400 ? answer.Body : "")}");
                if (answer.Status != 0)
                {
                    return answer;
                }
            }
            catch (SocketException fault)
            {
                Tell($"{method} {path} {body}: {fault.SocketErrorCode}");
            }
            if (SpinWait.SpinUntil(() => _program.HasEnded, attempt < Attempts ? _breath : _patience))
            {
                return null;
            }
        }
        throw Unexplained($"{method} {path} {Attempts} times without an answer, and no end");
    }

    // Sends and never reads.
    private void Type(string text)
    {
        try
        {
            Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            _silent.Add(socket);
            socket.Connect(new UnixDomainSocketEndPoint(_jail.PathOf("api.sock")));
            socket.Blocking = false;
            _ = socket.Send(Encoding.Latin1.GetBytes(text), SocketFlags.None, out SocketError outcome);
            Tell($"typed {text.Length} bytes: {outcome}");
        }
        catch (SocketException fault)
        {
            Tell($"typed: {fault.SocketErrorCode}");
        }
        if (_silent.Count > MostSilent)
        {
            _silent[0].Dispose();
            _silent.RemoveAt(0);
        }
    }
}
