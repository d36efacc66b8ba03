using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using Kiln.Testing.Harness;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Xunit;

namespace Kiln.Vmm.Tests.Metrics;

/// <summary>The text is read by the Prometheus project's own parser, which is strict.</summary>
public sealed class OpenMetricsTests : IDisposable
{
    // Prints what the parser makes of the text: family, type, sample, labels, value.
    private const string Script = """
        import sys
        from prometheus_client.openmetrics.parser import text_string_to_metric_families
        for family in text_string_to_metric_families(sys.stdin.buffer.read().decode()):
            for sample in family.samples:
                print(family.name, family.type, sample.name, sorted(sample.labels.items()), int(sample.value))
        """;

    private readonly ScratchMetrics _metrics = new();

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public void APartOfTheTextIsThisToTheByte()
    {
        _metrics.Values.Vcpu.ExitsOf(2).PortReads.Add(5_000);
        string text = Encoding.UTF8.GetString(_metrics.OpenMetrics().Span);

        Assert.Contains(
            "# TYPE kiln_vcpu_exit_io_in counter\n# HELP kiln_vcpu_exit_io_in vCPUs: exit io in\nkiln_vcpu_exit_io_in_total{id=\"web-1\"} 1\n",
            text, StringComparison.Ordinal);
        Assert.Contains(
            "# TYPE kiln_vcpu_exit_io_in_agg_min_us gauge\n# UNIT kiln_vcpu_exit_io_in_agg_min_us us\n"
            + "# HELP kiln_vcpu_exit_io_in_agg_min_us vCPUs: exit io in agg\nkiln_vcpu_exit_io_in_agg_min_us{id=\"web-1\"} 5\n",
            text, StringComparison.Ordinal);
        Assert.Contains("\nkiln_vcpu_exit_io_in_agg_sum_us_total{id=\"web-1\"} 5\n", text, StringComparison.Ordinal);
        Assert.Contains("\nkiln_vmm_panic_count{id=\"web-1\"} 0\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\n# EOF\n", text, StringComparison.Ordinal);
    }

    // Of the contract's groups all but those of devices that this version does not have; drives and interfaces one by one, and not their sums.
    [Fact]
    public void TheParserFindsEveryFieldWithItsTypeAndValue()
    {
        Requires.OpenMetricsParser();
        _metrics.Drives.Of("a");
        _metrics.Networks.Of("n");
        int next = 1;
        foreach (Counter counter in _metrics.All<Counter>())
        {
            counter.Add(next++);
        }
        foreach (Gauge store in _metrics.All<Gauge>())
        {
            store.Value = next++;
        }

        (string output, string error) = Parse(_metrics.OpenMetrics().Span);

        Assert.Equal("", error);
        string[] expected =
        [
            .. ContractFields.Paths.Where(path => !path.StartsWith("pmem.", StringComparison.Ordinal) && !path.StartsWith("memory_hotplug.", StringComparison.Ordinal))
                .Select(path => $"kiln_{path.Replace('.', '_')} {(ContractFields.IsStored(path) ? "gauge" : "counter")}"),
        ];
        string[][] samples = [.. output.Split('\n').SkipLast(1).Select(line => line.Split(' '))];
        Assert.Equal(expected.Order(StringComparer.Ordinal), samples.Select(words => $"{words[0]} {words[1]}").Order(StringComparer.Ordinal));
        Assert.All(samples, words => Assert.Equal(words[0] + (words[1] == "counter" ? "_total" : ""), words[2]));
        Assert.Distinct(samples.Select(words => int.Parse(words[^1])).Where(value => value > 0));
        Assert.DoesNotContain(samples, words => words[^1] == "0" && !words[0].Contains("_agg_", StringComparison.Ordinal));
    }

    // Whatever the ids are, a sample is one line, and the name of a metric does not depend on them.
    [Fact]
    public void DrivesAreToldApartByALabel()
    {
        Requires.OpenMetricsParser();
        string[] ids = ["ä", "ö", "a\"b {}\n\\", "plain_1"];
        for (int index = 0; index < ids.Length; index++)
        {
            _metrics.Drives.Of(ids[index]).UpdateFailures.Add(index + 7);
        }

        (string output, string error) = Parse(_metrics.OpenMetrics().Span);

        Assert.Equal("", error);
        string[] told = [.. output.Split('\n').Where(line => line.StartsWith("kiln_block_update_fails ", StringComparison.Ordinal))];
        Assert.Equal(
            [
                "kiln_block_update_fails counter kiln_block_update_fails_total [('drive', 'ä'), ('id', 'web-1')] 7",
                "kiln_block_update_fails counter kiln_block_update_fails_total [('drive', 'ö'), ('id', 'web-1')] 8",
                "kiln_block_update_fails counter kiln_block_update_fails_total [('drive', 'a\"b {}\\n\\\\'), ('id', 'web-1')] 9",
                "kiln_block_update_fails counter kiln_block_update_fails_total [('drive', 'plain_1'), ('id', 'web-1')] 10",
            ],
            told);
    }

    [Fact]
    public void WithoutDrivesThereIsNothingOfThem() =>
        Assert.DoesNotContain("kiln_block", Encoding.UTF8.GetString(_metrics.OpenMetrics().Span), StringComparison.Ordinal);

    [Fact]
    public void ALineHasThemByTheirIds()
    {
        using ScratchMetrics metrics = new ScratchMetrics().WithFile();
        metrics.Drives.Of("ä\"{\n").UpdateFailures.Add(3);

        Assert.Null(metrics.System.Flush());

        Assert.Equal(3, (int)metrics.Last["block_ä\"{\n"]!["update_fails"]!);
    }

    [Fact]
    public void TheParserFindsNameAndPropertiesAsLabels()
    {
        Requires.OpenMetricsParser();
        _metrics.System.Initialise(new MetricsConfiguration(_metrics.Path, Properties:
        [
            new("rack", "a \"7\"\\\nb"), new("data-center", "é"), new("data.center", "2"), new("_hidden", "3"), new("7", "4"), new("id", "5"), new("", "6"),
        ]));

        (string output, string error) = Parse(_metrics.OpenMetrics().Span);

        Assert.Equal("", error);
        Assert.Contains(
            "[('data_center', 'é'), ('id', 'web-1'), ('property_', '6'), ('property_7', '4'), ('property__hidden', '3'), ('property_data_center', '2'), "
            + "('property_id', '5'), ('rack', 'a \"7\"\\\\\\nb')]",
            output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void LabelsAreBoundedAndTheTextStaysGood()
    {
        Requires.OpenMetricsParser();
        _metrics.System.Initialise(new MetricsConfiguration(_metrics.Path, Properties:
        [
            new("long", new string('x', 50_000)), new("rack", "7"), new(new string('n', 50_000), "1"), new("quotes", new string('"', 490)), new("last", "8"),
        ]));

        ReadOnlyMemory<byte> text = _metrics.OpenMetrics();
        (string output, string error) = Parse(text.Span);

        Assert.Equal("", error);
        Assert.StartsWith("kiln_api_server_process_startup_time_us gauge kiln_api_server_process_startup_time_us [('id', 'web-1'), ('last', '8'), ('quotes',",
            output, StringComparison.Ordinal);
        Assert.InRange(text.Length, 100_000, 400_000);
    }

    // Every drive that a machine can have, with the longest ids, and labels that leave no room.
    [Fact]
    public void TheLongestTextIsAnAnswer()
    {
        for (int drive = 0; drive < MachineRules.MostVirtioDevices; drive++)
        {
            _metrics.Drives.Of($"{new string('d', 62)}{drive:00}");
        }
        foreach (Counter counter in _metrics.All<Counter>())
        {
            counter.Add(long.MaxValue / 1000);
        }
        _metrics.System.Initialise(new MetricsConfiguration(
            _metrics.Path, Properties: [.. Enumerable.Range(0, 64).Select(index => new KeyValuePair<string, string>($"p{index}", new string('x', 10)))]));

        int length = _metrics.OpenMetrics().Length;

        Assert.InRange(length, HeldAnswers.LongestAnswer / 2, HeldAnswers.LongestAnswer);
    }

    // The detector: what the parser is trusted to refuse.
    [Theory]
    [InlineData("# TYPE a counter\na 1\n# EOF\n")]
    [InlineData("# TYPE a counter\na_total 1\n")]
    [InlineData("# TYPE a counter\na_total -1\n# EOF\n")]
    [InlineData("# TYPE a gauge\na{_b=\"1\",_b=\"2\"} 1\n# EOF\n")]
    [InlineData("# TYPE a counter\na_total 1\n# TYPE a counter\na_total 1\n# EOF\n")]
    public void APlantedErrorIsRefused(string text)
    {
        Requires.OpenMetricsParser();

        Assert.NotEqual("", Parse(Encoding.UTF8.GetBytes(text)).Error);
    }

    [Fact]
    public void CountersAreNeverTakenBackByALine()
    {
        _metrics.WithFile();
        _metrics.Values.Uart.Writes.Add(3);
        _metrics.Flush();
        _metrics.Values.Uart.Writes.Add(4);

        string text = Encoding.UTF8.GetString(_metrics.OpenMetrics().Span);

        Assert.Contains("\nkiln_uart_write_count_total{id=\"web-1\"} 7\n", text, StringComparison.Ordinal);
        Assert.Equal(4, (long)_metrics.Flush()["uart"]!["write_count"]!);
    }

    private static (string Output, string Error) Parse(ReadOnlySpan<byte> text)
    {
        ProcessStartInfo start = new(Requires.Python, ["-c", Script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        using System.Diagnostics.Process parser = System.Diagnostics.Process.Start(start)!;
        byte[] bytes = text.ToArray();
        using (Stream input = parser.StandardInput.BaseStream)
        {
            input.Write(bytes);
        }
        string output = parser.StandardOutput.ReadToEnd();
        string error = parser.StandardError.ReadToEnd();
        parser.WaitForExit();
        return (output, error);
    }
}
