using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using Kiln.Integration.Tests.Api;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Metadata;

/// <summary>Metadata by the API of a jailed monitor, of any length that its limits allow.</summary>
[Collection(BusyCollection.Name)]
public sealed class MetadataApiTests
{
    private const int Limit = 4 * 1024 * 1024;

    private static readonly string[] _wide = ["--http-api-max-payload-size", $"{Limit}", "--mmds-size-limit", $"{Limit - 1000}"];

    [Fact]
    public void LongDataAreGivenAndReadWhole()
    {
        using ApiJail jail = new(monitorOptions: _wide);
        string data = $"{{\"list\":[{string.Join(',', Enumerable.Range(0, 500_000))}]}}";
        jail.Stage("data.json", Encoding.ASCII.GetBytes(data));

        Assert.Equal("204", Curl(jail, "PUT", "--data-binary", $"@{jail.PathOf("data.json")}"));
        Assert.Equal("200", Curl(jail, "GET", "-o", jail.PathOf("answer.json")));
        Assert.True(data == File.ReadAllText(jail.PathOf("answer.json")));
        Assert.Equal(new Answer(204, ""), jail.Request("PATCH", "/mmds", """{"list": null, "text": "short"}"""));
        Assert.Equal(new Answer(200, """{"text":"short"}"""), jail.Request("GET", "/mmds"));
    }

    [Fact]
    public void WhatIsTooLongIsRefusedAndChangesNothing()
    {
        using ApiJail jail = new(monitorOptions: ["--mmds-size-limit", "20"]);
        Answer tooLong = new(413, """{"fault_message":"MMDS limit exceeded error: The MMDS patch request doesn't fit."}""");

        Assert.Equal(tooLong, jail.Request("PUT", "/mmds", """{"a":"012345678901234"}"""));
        Assert.Equal(new Answer(204, ""), jail.Request("PUT", "/mmds", """{ "a" : "012345678901"}"""));
        Assert.Equal(tooLong, jail.Request("PATCH", "/mmds", """{"b":1}"""));
        Assert.Equal(new Answer(200, """{"a":"012345678901"}"""), jail.Request("GET", "/mmds"));
        Assert.Contains("Received Error. Status code: 413 Payload Too Large. Message: MMDS limit exceeded error: ", jail.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456", jail.Log, StringComparison.Ordinal);
    }

    // Its answer is that of its request, however often the data are replaced meanwhile, and others are served.
    [Fact]
    public void AClientThatReadsSlowlyGetsWhatItAskedFor()
    {
        using ApiJail jail = new(monitorOptions: _wide);
        string first = $"[\"{new string('a', 2_000_000)}\"]";
        jail.Stage("first.json", Encoding.ASCII.GetBytes(first));
        Assert.Equal("204", Curl(jail, "PUT", "--data-binary", $"@{jail.PathOf("first.json")}"));
        using ApiClient slow = new(jail.Socket);
        slow.Send("GET", "/mmds");
        // The beginning of the answer shows that it has been made.
        byte[] received = new byte[first.Length + 200];
        int length = slow.Socket.Receive(received.AsSpan(0, 100));
        for (int round = 0; round < 50; round++)
        {
            jail.Stage("next.json", Encoding.ASCII.GetBytes($"[\"{new string('b', 1_000_000 + round)}\"]"));
            Assert.Equal("204", Curl(jail, "PUT", "--data-binary", $"@{jail.PathOf("next.json")}"));
        }
        while (!Encoding.ASCII.GetString(received, 0, length).EndsWith("a\"]", StringComparison.Ordinal))
        {
            length += slow.Socket.Receive(received.AsSpan(length, Math.Min(received.Length - length, 100_000)));
        }

        Assert.EndsWith($"\r\nContent-Length: {first.Length}\r\n\r\n{first}", Encoding.ASCII.GetString(received, 0, length), StringComparison.Ordinal);
        Assert.Equal("200", Curl(jail, "GET", "-o", "/dev/null"));
    }

    // Metadata that are replaced all the time do not stay in memory.
    [Fact]
    public void DataThatWereReplacedTakeNoMemory()
    {
        using ApiJail jail = new();
        using ApiClient client = new(jail.Socket);
        string data = $"[{string.Join(',', Enumerable.Repeat("\"abcdefgh\"", 4000))}]";
        for (int round = 0; round < 1000; round++)
        {
            Assert.Equal(204, client.Request("PUT", "/mmds", data).Status);
        }

        // Kibibytes: the monitor's own memory, and the documents that are tolerated.
        long resident = long.Parse(jail.Process.StatusOf("VmRSS").Split(' ')[0], CultureInfo.InvariantCulture);
        TestContext.Current.TestOutputHelper?.WriteLine($"{resident} KiB");
        Assert.InRange(resident, 1, 48 * 1024);
    }

    private static string Curl(ApiJail jail, string method, params string[] options)
    {
        ProgramResult result = RunningProgram.Run(
            "curl", ["--silent", "--show-error", "--max-time", "20", "--unix-socket", jail.Socket, "-X", method, .. options, "-w", "%{http_code}", "http://kiln/mmds"]);
        Assert.Equal("", result.Error);
        return result.Output.TrimEnd();
    }
}
