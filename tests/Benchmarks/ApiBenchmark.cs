using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Kiln.Testing.Harness;

namespace Kiln.Benchmarks;

/// <summary>The API as clients see it: latency, throughput, and memory retained after many requests.</summary>
internal static class ApiBenchmark
{
    private const int Requests = 20_000;
    private const int FewRequests = 100;
    private const int ManyRequests = 100_000;
    private const string Serial = """{"rate_limiter": {"size": 65536, "refill_time": 1000}}""";

    internal static IEnumerable<Figure> Run(Stage stage, int runs)
    {
        List<double> wall = [];
        List<double> processor = [];
        for (int run = 0; run < runs; run++)
        {
            (double elapsed, double used) = Start(stage);
            wall.Add(elapsed);
            processor.Add(used);
        }
        yield return Figure.Of("vmm start to the first answer with 200, wall", "ms", wall);
        yield return Figure.Of("vmm start to the first answer with 200, processor", "ms", processor);

        using Process monitor = Begin(stage, out string path);
        using ApiClient client = Connect(path);
        yield return Latency(client, "GET /version, answered by the api thread", () => client.Request("GET", "/version"));
        yield return Latency(client, "GET /, answered by the vmm thread", () => client.Request("GET", "/"));
        yield return Latency(client, "PUT /serial", () => client.Request("PUT", "/serial", Serial));
        Stop(monitor);
        yield return Figure.Of("growth of resident memory from 100 to 100,000 requests", "KiB", Enumerable.Range(0, 3).Select(_ => Growth(stage)));
    }

    private static (double Wall, double Processor) Start(Stage stage)
    {
        long start = Stopwatch.GetTimestamp();
        using Process monitor = Begin(stage, out string path);
        using ApiClient client = Connect(path);
        Answer answer = client.Request("GET", "/version");
        double wall = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        double processor = ProcessorMilliseconds(monitor.Id);
        Stop(monitor);
        return answer.Status == 200 ? (wall, processor) : throw new InvalidOperationException($"the first answer is {answer}");
    }

    private static Figure Latency(ApiClient client, string name, Action request)
    {
        List<double> samples = new(Requests);
        for (int index = 0; index < Requests; index++)
        {
            long start = Stopwatch.GetTimestamp();
            request();
            samples.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
        return Figure.Of($"request to the monitor, {name}", "us", samples);
    }

    private static double Growth(Stage stage)
    {
        using Process monitor = Begin(stage, out string path);
        using ApiClient client = Connect(path);
        long few = 0;
        for (int index = 1; index <= ManyRequests; index++)
        {
            // One of each kind: handled by the api thread, forwarded to the vmm thread, refused, and invalid except for its body.
            _ = (index % 4) switch
            {
                0 => client.Request("GET", "/vm/config"),
                1 => client.Request("PUT", "/serial", Serial),
                2 => client.Request("PATCH", "/vm", """{"state": "Paused"}"""),
                _ => client.Request("PUT", "/machine-config", """{"vcpu_count": 1, "vcpus": 2}"""),
            };
            if (index == FewRequests)
            {
                few = MemoryBenchmark.ResidentKibibytes(monitor.Id);
            }
        }
        long many = MemoryBenchmark.ResidentKibibytes(monitor.Id);
        Stop(monitor);
        return many - few;
    }

    private static Process Begin(Stage stage, out string path)
    {
        path = Path.Combine(Path.GetTempPath(), $"kiln-bench-{Environment.ProcessId}.api");
        string[] arguments = ["--api-sock", path, "--log-path", "/dev/null"];
        return Process.Start(new ProcessStartInfo(stage.Vmm, arguments) { RedirectStandardInput = true })!;
    }

    private static ApiClient Connect(string path)
    {
        while (true)
        {
            try
            {
                return new ApiClient(path);
            }
            catch (SocketException)
            {
                // The monitor has not created its socket yet.
            }
        }
    }

    private static void Stop(Process monitor)
    {
        const int SIGTERM = 15;
        _ = kill(monitor.Id, SIGTERM);
        monitor.WaitForExit();
    }

    // CPU time of all threads.
    private static double ProcessorMilliseconds(int process) => Directory.GetDirectories($"/proc/{process}/task").Sum(thread =>
        double.Parse(File.ReadAllText($"{thread}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1e6);

    [DllImport("libc")]
    private static extern int kill(int process, int signal);
}
