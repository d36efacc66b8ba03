using System.IO;
using System.Text.Json;
using Kiln.Integration.Tests.Api;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>Evidence is left as often as a thread is ended, wherever the collector is: another thread allocates and collects all the time.</summary>
[Collection(BusyCollection.Name)]
public sealed class EvidenceStormTests
{
    private const int Rounds = 50;

    [Theory]
    [InlineData("Violation", 148, "seccomp", "num_faults")]
    [InlineData("BadAddress", 150, "signals", "sigsegv")]
    [InlineData("Exception", 134, "vmm", "panic_count")]
    public void WhatEndsAThreadIsLeftEachTime(string kind, int status, string group, string metric)
    {
        int whole = 0;
        Repeat(kind, status, (log, metrics) =>
        {
            Assert.Contains($"the process ends with status {status}\n", log, StringComparison.Ordinal);
            whole += IsWhole(log, status) && ApiJail.MetricOf(metrics[^1], group, metric) == 1 ? 1 : 0;
        });

        // The rest is reported in bounded time: a slow host may cut some reports short, between the log and the metrics.
        Assert.InRange(whole, (Rounds / 2) + 1, Rounds);
    }

    // A collection then waits for the thread that died, and the vmm thread for the collection: no managed code is left to write metrics.
    [Fact]
    public void WhatEndsAThreadThatTheCollectorWaitsForIsLeftEachTime() => Repeat(
        "ViolationWithoutTransition", 148, (log, _) => Assert.Contains("intercepting a bad syscall (163).\n", log, StringComparison.Ordinal));

    private static bool IsWhole(string log, int status) => log.EndsWith($"exit_code={status}\n", StringComparison.Ordinal);

    private static void Repeat(string kind, int status, Action<string, string[]> check)
    {
        string folder = Directory.CreateTempSubdirectory("kiln-evidence-").FullName;
        try
        {
            for (int round = 0; round < Rounds; round++)
            {
                string log = Path.Combine(folder, $"log-{round}");
                string metrics = Path.Combine(folder, $"metrics-{round}");
                ProgramResult result = RunningProgram.Run(Artifacts.Probe, "evidence", kind, log, metrics);

                Assert.True(result.Status == status, $"round {round} ended with {result.Status}: {result.Error}");
                check(File.ReadAllText(log), File.ReadAllLines(metrics));
                // Once; twice where the vmm thread's time was over between the event and the mark that says so.
                string[] events = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
                Assert.InRange(events.Length, 1, 2);
                Assert.All(events, line => Assert.Equal(status, JsonDocument.Parse(line).RootElement.GetProperty("status").GetInt32()));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
