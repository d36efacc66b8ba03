using System.Linq;
using System.Threading;
using Kiln.Testing.Vmm.Api.Http;

namespace Kiln.Vmm.Tests.Api.Http;

/// <summary>
/// Ten clients on one thread: silent ones, slow ones, one that never reads, one that stops sending, some that send garbage, and one that
/// sends many requests at once. A client reconnects when the server closes its connection. The thread pauses between rounds: the good client
/// must not have to wait for a processor that this one keeps busy.
/// </summary>
internal sealed class HostileClients : IDisposable
{
    private const int Clients = 10;
    private const string Request = "PUT /actions HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}";

    private readonly string _path;
    private readonly Thread _thread;
    private readonly SocketEnd?[] _clients = new SocketEnd?[Clients];
    private bool _stopped;

    internal HostileClients(string path)
    {
        _path = path;
        _thread = new Thread(Run);
        _thread.Start();
    }

    public void Dispose()
    {
        Volatile.Write(ref _stopped, true);
        _thread.Join();
        Array.ForEach(_clients, client => client?.Dispose());
    }

    private void Run()
    {
        string garbage = new([.. Enumerable.Range(0, 4000).Select(index => (char)(index * 7 % 256))]);
        for (int step = 0; !Volatile.Read(ref _stopped); step++)
        {
            for (int index = 0; index < Clients; index++)
            {
                SocketEnd client = _clients[index] ??= SocketEnd.Connect(_path);
                Act(client, index, step, garbage);
                if (client.IsEnded)
                {
                    client.Dispose();
                    _clients[index] = null;
                }
            }
            Thread.Sleep(1);
        }
    }

    private static void Act(SocketEnd client, int index, int step, string garbage)
    {
        switch (index)
        {
            case 0:
                // Silent.
                break;
            case 1:
                // Half a head, and never the rest.
                client.Send(step == 0 ? "GET / HTTP/1.1\r\nHo" : "");
                break;
            case 2 or 3:
                // A request at a byte a stroke.
                client.Send(Request[step % Request.Length].ToString());
                client.Receive();
                break;
            case 4:
                // Asks and asks, and takes no answer.
                client.Send(Request);
                break;
            case 5:
                // Sends no more, and waits for its responses.
                client.Send(Request + Request);
                client.EndSending();
                client.Receive();
                break;
            case 6 or 7:
                // Garbage instead of a request.
                client.Send(garbage);
                client.Receive();
                break;
            case 8:
                // Many at once.
                client.Send(Request + Request + Request);
                client.Receive();
                break;
            default:
                // The one too many.
                client.Receive();
                break;
        }
    }
}
