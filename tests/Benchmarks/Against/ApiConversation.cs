using System.Linq;
using System.Net.Sockets;
using Kiln.Testing.Harness;

namespace Kiln.Benchmarks.Against;

/// <summary>What a monitor is told and asked by its API.</summary>
internal sealed class ApiConversation(Socket socket) : IDisposable
{
    private const string Actions = "/actions";
    private const string InstanceStart = """{"action_type": "InstanceStart"}""";

    private readonly ApiClient _client = new(socket);

    /// <summary>Waits until a monitor's API accepts.</summary>
    internal static ApiConversation With(RunningMonitor monitor) => new(monitor.Connect());

    /// <summary>Configures a machine of 128 MiB.</summary>
    /// <param name="kernel">The guest, as the monitor is told.</param>
    internal void Configure(string kernel, int processors)
    {
        Demand("PUT", "/machine-config", $$"""{"vcpu_count": {{processors}}, "mem_size_mib": 128}""");
        Demand("PUT", "/boot-source", $$"""{"kernel_image_path": "{{kernel}}"}""");
    }

    /// <summary>Starts the machine.</summary>
    internal void Start() => Demand("PUT", Actions, InstanceStart);

    /// <summary>Starts the machine, and does not wait for the answer, which a fast guest overtakes.</summary>
    internal void SendStart() => _client.Send("PUT", Actions, InstanceStart);

    /// <summary>Makes requests until one is refused.</summary>
    /// <returns>Whether none was.</returns>
    internal bool TryMake(IEnumerable<ApiRequest> requests) =>
        requests.All(request => _client.Request(request.Method, request.Path, request.Body).Status is >= 200 and < 300);

    /// <param name="body">The body, or null.</param>
    /// <exception cref="InvalidOperationException">The request was refused.</exception>
    internal void Demand(string method, string path, string? body = null)
    {
        Answer answer = _client.Request(method, path, body);
        if (answer.Status is < 200 or >= 300)
        {
            throw new InvalidOperationException($"{method} {path} was answered by {answer.Status}: {answer.Body}");
        }
    }

    public void Dispose() => _client.Dispose();
}
