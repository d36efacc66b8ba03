using System.Linq;
using System.Threading;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Api;

/// <summary>Requests that used to exhaust the monitor's heap, keep it busy or end it are refused by name, and the monitor keeps running.</summary>
public sealed class BoundTests
{
    private static readonly string[] _longest = ["--http-api-max-payload-size", "4194304"];

    // Every text and list that a body can be full of, at the longest body that an operator can allow.
    [Theory]
    [InlineData("/boot-source", "{\"kernel_image_path\": \"", "x", "\"}", "at most 4095 are taken")]
    [InlineData("/logger", "{\"module\": \"", "\\n", "\"}", "at most 1024 are taken")]
    [InlineData("/logger", "{\"", "\\u0041", "\": 1}", "unknown field")]
    [InlineData("/machine-config", "{\"vcpu_count\": \"", "\\n", "\"}", "invalid type")]
    [InlineData("/actions", "{\"action_type\": \"", "\\n", "\"}", "unknown variant")]
    [InlineData("/mmds/config", "{\"network_interfaces\": [\"a\"", ",\"a\"", "]}", "has more than 64 elements")]
    [InlineData("/cpu-config", "{\"kvm_capabilities\": [\"1\"", ",\"1\"", "]}", "has more than 512 elements")]
    public void ABodyFullOfOneThingIsRefused(string path, string before, string piece, string after, string words)
    {
        using ApiJail jail = new(monitorOptions: _longest);

        using ApiClient client = new(jail.Socket);
        Answer answer = client.Request("PUT", path, before + string.Concat(Enumerable.Repeat(piece, 4_194_000 / piece.Length)) + after);

        Assert.Equal(400, answer.Status);
        Assert.Contains(words, answer["fault_message"], StringComparison.Ordinal);
        Assert.Equal(200, jail.Request("GET", "/").Status);
    }

    // The monitor has a file for metrics already: sixty-four are read, and then that is said.
    [Theory]
    [InlineData(64, "Reinitialization of metrics not allowed.")]
    [InlineData(1600, "properties has more than 64 members; leave some out")]
    [InlineData(2400, "properties has more than 64 members; leave some out")]
    public void PropertiesWhoseNamesBecomeOneAreFew(int count, string words)
    {
        using ApiJail jail = new(monitorOptions: _longest);
        using ApiClient client = new(jail.Socket);
        string properties = string.Join(',', Enumerable.Range(0, count).Select(index => $"\"{(char)('\u4e00' + index)}\": \"1\""));

        Answer answer = client.Request("PUT", "/metrics", $"{{\"metrics_path\": \"m\", \"properties\": {{{properties}}}}}");

        Assert.Equal(400, answer.Status);
        Assert.Contains(words, answer["fault_message"], StringComparison.Ordinal);
    }

    // Each answer is longer than what the kernel holds for a client.
    [Fact]
    public void AnswersThatNobodyReadsAreFewAndOthersAreServed()
    {
        using ApiJail jail = new();
        string folder = string.Concat(Enumerable.Repeat("./", 2000));
        jail.StageDisk("disk", 1);
        using ApiClient good = new(jail.Socket);
        for (int drive = 0; drive < 60; drive++)
        {
            string body = $$"""{"drive_id": "d{{drive}}", "is_root_device": false, "lock": "off", "path_on_host": "{{folder}}disk"}""";
            Assert.Equal(204, good.Request("PUT", $"/drives/d{drive}", body).Status);
        }
        ApiClient[] deaf = [.. Enumerable.Range(0, 8).Select(_ => new ApiClient(jail.Socket))];
        foreach (ApiClient client in deaf)
        {
            client.Send("GET", "/vm/config");
            client.Send("GET", "/vm/config");
        }

        // Once the deaf ones have taken the room.
        Answer answer = new(0, "");
        Assert.True(SpinWait.SpinUntil(() => (answer = jail.Request("GET", "/vm/config")).Status == 400, TimeSpan.FromSeconds(20)), $"{answer.Status}");
        Assert.Contains("at most 1048576 bytes are held", answer["fault_message"], StringComparison.Ordinal);
        Assert.Equal(200, good.Request("GET", "/").Status);
        Array.ForEach(deaf, client => client.Dispose());
        Assert.True(SpinWait.SpinUntil(() => jail.Request("GET", "/vm/config").Status == 200, TimeSpan.FromSeconds(20)));
    }

    [Theory]
    [InlineData("a\\u0000b")]
    [InlineData("\u00e4")]
    public void APartitionThatIsNoWordOfACommandLineIsRefused(string partition)
    {
        using ApiJail jail = new();
        jail.StageDisk("disk", 1);

        Answer answer = jail.Request(
            "PUT", "/drives/a", $$"""{"drive_id": "a", "is_root_device": true, "path_on_host": "disk", "partuuid": "{{partition}}"}""");

        Assert.Equal(400, answer.Status);
        Assert.Contains("partuuid is no word of a kernel command line", answer["fault_message"], StringComparison.Ordinal);
        jail.StartGuest("spin", "spinning");
        Assert.Equal("Running", jail.Request("GET", "/")["state"]);
    }
}
