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
    [Theory]
    [InlineData("Violation", 148, "seccomp", "num_faults")]
    [InlineData("BadAddress", 150, "signals", "sigsegv")]
    [InlineData("Exception", 134, "vmm", "panic_count")]
    public void WhatEndsAThreadIsLeftEachTime(string kind, int status, string group, string metric) => Repeat(kind, status, (log, metrics) =>
    {
        Assert.EndsWith($"exit_code={status}\n", log, StringComparison.Ordinal);
        Assert.Equal(1, ApiJail.MetricOf(metrics[^1], group, metric));
    });

    // A collection then waits for the thread that is ended, and the vmm thread for the collection: there is no managed code to write metrics.
    [Fact]
    public void WhatEndsAThreadThatTheCollectorWaitsForIsLeftEachTime() => Repeat(
        "ViolationWithoutTransition", 148, (log, _) => Assert.Contains("intercepting a bad syscall (163).\n", log, StringComparison.Ordinal));

    private static void Repeat(string kind, int status, Action<string, string[]> check)
    {
        const int rounds = 50;
        string folder = Directory.CreateTempSubdirectory("kiln-evidence-").FullName;
        try
        {
            for (int round = 0; round < rounds; round++)
            {
                string log = Path.Combine(folder, $"log-{round}");
                string metrics = Path.Combine(folder, $"metrics-{round}");
                ProgramResult result = RunningProgram.Run(Artifacts.Probe, "evidence", kind, log, metrics);

                Assert.True(result.Status == status, $"round {round} ended with {result.Status}: {result.Error}");
                check(File.ReadAllText(log), File.ReadAllLines(metrics));
                Assert.Equal(status, JsonDocument.Parse(result.Output).RootElement.GetProperty("status").GetInt32());
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
