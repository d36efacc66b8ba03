using System.Globalization;
using System.Linq;
using Kiln.Testing.Vmm.Api;
using Kiln.Vmm.Control;
using Xunit;

namespace Kiln.Vmm.Tests.Api.Bounds;

/// <summary>Lists of a client have a most, and so has all that a client can make the monitor keep.</summary>
public sealed class CountBoundTests
{
    private readonly ApiUnderTest _api = new();

    [Theory]
    [InlineData("/cpu-config", "kvm_capabilities", "\"1\"", 512)]
    [InlineData("/cpu-config", "cpuid_modifiers", """{"leaf":"0x1","subleaf":"0x0","flags":0,"modifiers":[]}""", 256)]
    [InlineData("/cpu-config", "msr_modifiers", """{"addr":"0xNUMBER","bitmap":"0b1"}""", 256)]
    [InlineData("/mmds/config", "network_interfaces", "\"a\"", 64)]
    [InlineData("/snapshot/load", "drive_overrides", """{"drive_id":"a","path_on_host":"/d"}""", 64)]
    [InlineData("/snapshot/load", "network_overrides", """{"iface_id":"a","host_dev_name":"t"}""", 64)]
    public void AListThatIsTooLongIsRefused(string path, string name, string element, int most)
    {
        string Body(int count) => $"{{\"{name}\":[{string.Join(',', Enumerable.Range(0, count).Select(index => element.Replace("NUMBER", index.ToString("x", CultureInfo.InvariantCulture), StringComparison.Ordinal)))}]}}";
        string words = $"{name} has more than {most} elements; leave some out";

        Assert.DoesNotContain(words, _api.Send("PUT", path, Body(most)).Fault ?? "", StringComparison.Ordinal);
        Assert.Contains(words, _api.Send("PUT", path, Body(most + 1)).Fault, StringComparison.Ordinal);
    }

    // Names that become equal when non-letters become underscores: each once got a longer prefix than the one before.
    [Theory]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1600)]
    public void PropertiesAreSixtyFour(int count)
    {
        string properties = string.Join(',', Enumerable.Range(0, count).Select(index => $"\"{(char)('\u4e00' + index)}\":\"1\""));

        Reply reply = _api.Send("PUT", "/metrics", "{\"metrics_path\":\"/m\",\"properties\":{" + properties + "}}");

        Assert.Equal(count <= 64, reply.Status == 204);
        Assert.True(count <= 64 || reply.Fault!.Contains("properties has more than 64 members; leave some out", StringComparison.Ordinal));
    }

    [Fact]
    public void OfTwoPropertiesOfOneNameTheLaterCountsAndTheyAreSorted()
    {
        _api.Send("PUT", "/metrics", """{"metrics_path":"/m","properties":{"b":"1","a":"2","c":"3","b":"4","B":"5"}}""");

        Assert.Equal(
            [new("B", "5"), new("a", "2"), new("b", "4"), new("c", "3")],
            Assert.IsType<ConfigureMetrics>(_api.Asked[^1]).Configuration.Properties!);
    }

    // Sixty-four drives of the longest names are a little more.
    [Fact]
    public void AllTextOfAConfigurationIsBounded()
    {
        string path = $"/{new string('x', 4094)}";
        Reply last = new(0, "", false);
        int drives = 0;
        for (; drives < 64 && (last = PutDrive(drives, path)).Status != 400; drives++)
        {
        }
        string before = _api.Send("GET", "/vm/config").Body;
        int calls = _api.Host.Calls;

        Assert.Equal(62, drives);
        Assert.Matches("^Drive config error: the configuration is 26[0-9]{4} bytes long; at most 262144 are taken; shorten its paths$", last.Fault);
        Assert.Contains("the configuration is ", _api.Send("PUT", "/boot-source", $$"""{"kernel_image_path":"{{path}}"}""").Fault, StringComparison.Ordinal);
        Assert.Contains("the configuration is ", _api.Send("PUT", "/serial", $$"""{"serial_out_path":"{{path}}"}""").Fault, StringComparison.Ordinal);
        Assert.Equal((before, calls), (_api.Send("GET", "/vm/config").Body, _api.Host.Calls));
        Assert.Equal(204, PutDrive(0, "/short").Status);
        Assert.Equal(204, _api.Send("PUT", "/boot-source", """{"kernel_image_path":"/k"}""").Status);
    }

    private Reply PutDrive(int number, string path)
    {
        string id = $"{new string('d', 62)}{number:00}";
        return _api.Send("PUT", $"/drives/{id}", $$"""{"drive_id":"{{id}}","is_root_device":false,"path_on_host":"{{path}}","partuuid":"{{new string('p', 64)}}"}""");
    }
}
