using System.Linq;
using System.Net.Sockets;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Api;

/// <summary>Clients that never stop asking, while the guest boots, runs, is paused and ends: every request is answered, and the end is in order.</summary>
[Collection(BusyCollection.Name)]
public sealed class StormTests
{
    private const int Clients = 6;

    private static readonly (string Method, string Path, string? Body)[] _requests =
    [
        ("GET", "/", null),
        ("GET", "/vm/config", null),
        ("GET", "/metrics", null),
        ("PATCH", "/vm", """{"state": "Paused"}"""),
        ("PATCH", "/vm", """{"state": "Resumed"}"""),
        ("PUT", "/actions", """{"action_type": "FlushMetrics"}"""),
        ("PUT", "/actions", """{"action_type": "SendCtrlAltDel"}"""),
        ("PUT", "/machine-config", """{"vcpu_count": 1, "mem_size_mib": 64}"""),
        ("PUT", "/drives/x", "{}"),
        ("PUT", "/logger", "nonsense"),
    ];

    [Fact]
    public void ASignalEndsItInTheStorm() => Run(guest: "spin", end: jail => Syscall.kill(jail.Program.Id, Signum.SIGTERM), status: 143);

    [Fact]
    public void TheGuestResetsInTheStorm() => Run(guest: "keys", end: _ => { }, status: 0);

    private static void Run(string guest, Action<ApiJail> end, int status)
    {
        using ApiJail jail = new();
        int answers = 0;
        bool isOver = false;
        Thread[] clients = [.. Enumerable.Range(0, Clients).Select(index => new Thread(() =>
        {
            using ApiClient client = new(jail.Socket);
            try
            {
                for (int turn = index; !Volatile.Read(ref isOver); turn++)
                {
                    (string method, string path, string? body) = _requests[turn % _requests.Length];
                    if (client.Request(method, path, body).Status == 0)
                    {
                        return;
                    }
                    Interlocked.Increment(ref answers);
                }
            }
            catch (SocketException)
            {
                // The monitor has ended.
            }
        }) { IsBackground = true })];
        Array.ForEach(clients, client => client.Start());
        jail.Stage(guest);
        jail.Do("PUT", "/boot-source", $$"""{"kernel_image_path": "{{guest}}", "boot_args": ""}""");
        jail.Do("PUT", "/actions", """{"action_type": "InstanceStart"}""");
        Thread.Sleep(1000);
        end(jail);
        ProgramResult result = jail.Program.WaitForEnd();
        Volatile.Write(ref isOver, true);

        Assert.Equal((status, ""), (result.Status, result.Error));
        Assert.All(clients, client => Assert.True(client.Join(TimeSpan.FromSeconds(10))));
        Assert.True(answers > Clients * _requests.Length, $"only {answers} requests were answered");
        Assert.True(System.IO.File.Exists(jail.Socket));
    }
}
