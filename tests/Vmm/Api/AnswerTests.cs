using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kiln.CommandLine;
using Kiln.Testing.Vmm.Api;
using Xunit;

namespace Kiln.Vmm.Tests.Api;

/// <summary>Answers to the byte, before and after the start.</summary>
public sealed class AnswerTests
{
    private const string Default =
        """{"vcpu_count":1,"mem_size_mib":128,"smt":false,"track_dirty_pages":false,"huge_pages":"None"}""";

    [Fact]
    public void TheInstanceHasItsState()
    {
        ApiUnderTest api = new();
        Assert.Equal(Instance("Not started"), api.Send("GET", "/").Body);
        api.Started();
        Assert.Equal(Instance("Running"), api.Send("GET", "/").Body);
        api.Send("PATCH", "/vm", """{"state":"Paused"}""");
        Assert.Equal(Instance("Paused"), api.Send("GET", "/").Body);
        api.Send("PATCH", "/vm", """{"state":"Resumed"}""");
        Assert.Equal(Instance("Running"), api.Send("GET", "/").Body);
    }

    [Fact]
    public void TheVersionIsKnownWithoutTheMachine()
    {
        ApiUnderTest api = new();

        Assert.Equal($$"""{"firecracker_version":"{{KilnVersion.ApiLevel}}"}""", api.Send("GET", "/version").Body);
        Assert.Empty(api.Asked);
    }

    [Fact]
    public void TheConfigurationIsWholeAndInOrder() => Assert.Equal(Configuration("null", Default), new ApiUnderTest().Send("GET", "/vm/config").Body);

    [Fact]
    public void TheConfigurationIsTheSameAfterTheStart()
    {
        ApiUnderTest api = new();
        api.Send("PUT", "/machine-config", """{"vcpu_count":4,"mem_size_mib":256,"smt":true,"cpu_template":"T2S","huge_pages":"2M"}""");
        api.Send("PUT", "/boot-source", """{"kernel_image_path":"/vm\"linux","initrd_path":"/é","boot_args":"a=<b>"}""");
        string expected = Configuration(
            """{"kernel_image_path":"/vm\"linux","initrd_path":"/é","boot_args":"a=<b>"}""",
            """{"vcpu_count":4,"mem_size_mib":256,"smt":true,"cpu_template":"T2S","track_dirty_pages":false,"huge_pages":"2M"}""");

        Assert.Equal(expected, api.Send("GET", "/vm/config").Body);
        Assert.Equal(204, api.Send("PUT", "/actions", """{"action_type":"InstanceStart"}""").Status);
        Assert.Equal(expected, api.Send("GET", "/vm/config").Body);
    }

    // PUT without the field means false; PATCH without it leaves the value.
    [Fact]
    public void TrackingOfPagesIsGivenBack()
    {
        ApiUnderTest api = new();
        const string Tracking = """{"vcpu_count":1,"mem_size_mib":18446744073709551615,"smt":false,"track_dirty_pages":true,"huge_pages":"None"}""";

        Assert.Equal(204, api.Send("PUT", "/machine-config", """{"vcpu_count":1,"mem_size_mib":1,"track_dirty_pages":true}""").Status);
        Assert.Equal(204, api.Send("PATCH", "/machine-config", """{"mem_size_mib":18446744073709551615}""").Status);
        Assert.Equal(Tracking, api.Send("GET", "/machine-config").Body);
        Assert.Equal(Configuration("null", Tracking), api.Send("GET", "/vm/config").Body);
        Assert.Equal(204, api.Send("PUT", "/machine-config", """{"vcpu_count":1,"mem_size_mib":128}""").Status);
        Assert.Equal(Default, api.Send("GET", "/machine-config").Body);
        Assert.Equal(204, api.Send("PATCH", "/machine-config", """{"track_dirty_pages":true}""").Status);
        Assert.Contains("\"track_dirty_pages\":true", api.Send("GET", "/machine-config").Body, StringComparison.Ordinal);
    }

    // Clients that know Firecracker's fields only see no other one unless somebody has set it.
    [Theory]
    [InlineData("null", "")]
    [InlineData("\"on\"", "")]
    [InlineData("\"warn\"", ",\"lock\":\"warn\"")]
    [InlineData("\"off\"", ",\"lock\":\"off\"")]
    public void ALockIsToldIfItIsNotOn(string mode, string field)
    {
        ApiUnderTest api = new();
        api.Send("PUT", "/drives/a", $$"""{"drive_id":"a","is_root_device":false,"path_on_host":"/a","lock":{{mode}}}""");
        api.Send("PUT", "/entropy", "{}");

        Assert.Equal(Drives(Plain("/a", "null").Replace("}", $"{field}}}", StringComparison.Ordinal)), DevicesOf(api).Drives);
    }

    [Fact]
    public void DrivesAndEntropyAreToldInFullBeforeAndAfterTheStart()
    {
        ApiUnderTest api = new();
        api.Send("PUT", "/drives/a", """{"drive_id":"a","is_root_device":false,"path_on_host":"/a","rate_limiter":{"ops":{"size":0,"refill_time":1}}}""");
        api.Send(
            "PUT",
            "/drives/b",
            """{"drive_id":"b","is_root_device":true,"path_on_host":"/b","partuuid":"0-1","cache_type":"Writeback","is_read_only":true,"""
            + """ "io_engine":"Sync","rate_limiter":{"bandwidth":{"size":1,"one_time_burst":2,"refill_time":3},"ops":null}}""");
        api.Send("PUT", "/entropy", """{"rate_limiter":{"ops":{"size":5,"one_time_burst":0,"refill_time":6},"bandwidth":{"size":1,"refill_time":0}}}""");
        const string Root = """{"drive_id":"b","partuuid":"0-1","is_root_device":true,"cache_type":"Writeback","is_read_only":true"""
            + ""","path_on_host":"/b","rate_limiter":{"bandwidth":{"size":1,"one_time_burst":2,"refill_time":3},"ops":null},"io_engine":"Sync","socket":null}""";
        const string Entropy = """{"rate_limiter":{"bandwidth":null,"ops":{"size":5,"one_time_burst":null,"refill_time":6}}}""";

        Assert.Equal((Drives(Root, Plain("/a", "null")), Entropy), DevicesOf(api));
        api.Started();
        Assert.Equal((Drives(Root, Plain("/a", "null")), Entropy), DevicesOf(api));

        // Buckets that a change does not name stay.
        Change("""{"drive_id":"a","rate_limiter":{"bandwidth":{"size":7,"refill_time":8}}}""");
        Change("""{"drive_id":"a","path_on_host":"/c","rate_limiter":{"ops":{"size":9,"refill_time":10}}}""");
        Change("""{"drive_id":"a","rate_limiter":{}}""");
        const string Both = """{"bandwidth":{"size":7,"one_time_burst":null,"refill_time":8},"ops":{"size":9,"one_time_burst":null,"refill_time":10}}""";
        Assert.Equal(Drives(Root, Plain("/c", Both)), DevicesOf(api).Drives);

        Change("""{"drive_id":"a","rate_limiter":{"ops":{"size":9,"refill_time":0}}}""");
        Assert.Equal(
            Drives(Root, Plain("/c", """{"bandwidth":{"size":7,"one_time_burst":null,"refill_time":8},"ops":null}""")), DevicesOf(api).Drives);

        void Change(string body) => Assert.Equal(204, api.Send("PATCH", "/drives/a", body).Status);
    }

    [Fact]
    public void EntropyIsReplacedAndWithoutALimitHasNone()
    {
        ApiUnderTest api = new();
        api.Send("PUT", "/entropy", """{"rate_limiter":{"ops":{"size":5,"refill_time":6}}}""");
        api.Send("PUT", "/entropy", "{}");

        Assert.Equal("""{"rate_limiter":null}""", DevicesOf(api).Entropy);
    }

    [Fact]
    public void NetworkInterfacesAreInTheContractsFields()
    {
        ApiUnderTest api = new();
        api.Send("PUT", "/network-interfaces/a", """{"iface_id":"a","host_dev_name":"tap0"}""");
        api.Send("PUT", "/network-interfaces/b", """{"iface_id":"b","host_dev_name":"tap1","guest_mac":"06:00:AC:10:00:02","mtu":9000}""");
        api.Send("PUT", "/network-interfaces/c", """{"iface_id":"c","host_dev_name":"tap2"}""");
        // The last one takes the place of the one that is replaced.
        api.Send("PUT", "/network-interfaces/a", """{"iface_id":"a","host_dev_name":"tap3","rx_rate_limiter":{"ops":{"size":5,"refill_time":6}}}""");
        api.Started();
        api.Send("PATCH", "/network-interfaces/c", """{"iface_id":"c","tx_rate_limiter":{"bandwidth":{"size":7,"refill_time":8}}}""");
        api.Send("PATCH", "/network-interfaces/a", """{"iface_id":"a","rx_rate_limiter":{"ops":{"size":0,"refill_time":0}}}""");

        Assert.Equal(
            $"[{Network("c", "tap2", tx: """{"bandwidth":{"size":7,"one_time_burst":null,"refill_time":8},"ops":null}""")},"
            + $"{Network("b", "tap1", "\"06:00:ac:10:00:02\"", "9000")},{Network("a", "tap3")}]",
            JsonNode.Parse(api.Send("GET", "/vm/config").Body)!["network-interfaces"]!.ToJsonString());
    }

    [Fact]
    public void AnAddressBelongsToOneInterface()
    {
        ApiUnderTest api = new();
        api.Send("PUT", "/network-interfaces/a", """{"iface_id":"a","host_dev_name":"t","guest_mac":"06:00:AC:10:00:02"}""");

        Assert.Equal(
            """{"fault_message":"Network config error: The MAC address is already in use: 06:00:ac:10:00:02"}""",
            api.Send("PUT", "/network-interfaces/b", """{"iface_id":"b","host_dev_name":"u","guest_mac":"06:00:ac:10:00:02"}""").Body);
        Assert.Equal(204, api.Send("PUT", "/network-interfaces/a", """{"iface_id":"a","host_dev_name":"u","guest_mac":"06:00:ac:10:00:02"}""").Status);
    }

    [Fact]
    public void MoreInterfacesThanTapsAreNotKept()
    {
        ApiUnderTest api = new();

        Assert.All(
            Enumerable.Range(0, 32),
            index => Assert.Equal(204, api.Send("PUT", $"/network-interfaces/n{index}", $$"""{"iface_id":"n{{index}}","host_dev_name":"t"}""").Status));
        Assert.Equal(
            """{"fault_message":"Network config error: there are 32 network interfaces, and a machine can have 17 devices; name one of them to replace it"}""",
            api.Send("PUT", "/network-interfaces/n32", """{"iface_id":"n32","host_dev_name":"t"}""").Body);
    }

    [Fact]
    public void ADriveThatIsRefusedChangesNothing()
    {
        ApiUnderTest api = new();
        api.Send("PUT", "/drives/a", Endpoint.Drive);
        string before = api.Send("GET", "/vm/config").Body;
        api.Host.Refusal = "no";
        Assert.Equal(400, api.Send("PUT", "/drives/a", """{"drive_id":"a","is_root_device":false,"path_on_host":"/b"}""").Status);
        api.Host.Refusal = null;
        api.Started();
        api.Host.Refusal = "no";
        Assert.Equal(400, api.Send("PATCH", "/drives/a", """{"drive_id":"a","path_on_host":"/b","rate_limiter":{"ops":{"size":5,"refill_time":6}}}""").Status);

        Assert.Equal(
            (string?)JsonNode.Parse(before)!["drives"]!.ToJsonString(), JsonNode.Parse(api.Send("GET", "/vm/config").Body)!["drives"]!.ToJsonString());
    }

    [Fact]
    public void ATemplateOfTheOperatorsHidesTheStaticOne()
    {
        ApiUnderTest api = new();
        api.Send("PATCH", "/machine-config", """{"cpu_template":"T2"}""");
        Assert.Equal("T2", (string?)JsonNode.Parse(api.Send("GET", "/machine-config").Body)!["cpu_template"]);

        Assert.Equal(204, api.Send("PUT", "/cpu-config", "{}").Status);
        Assert.Equal(Default, api.Send("GET", "/machine-config").Body);

        // A change that names no template leaves the operator's own in its place.
        Assert.Equal(204, api.Send("PATCH", "/machine-config", """{"track_dirty_pages":true}""").Status);
        Assert.Null(JsonNode.Parse(api.Send("GET", "/machine-config").Body)!["cpu_template"]);
        Assert.Equal(204, api.Send("PUT", "/machine-config", """{"vcpu_count":1,"mem_size_mib":128}""").Status);
        Assert.Equal(Default, api.Send("GET", "/machine-config").Body);

        api.Send("PATCH", "/machine-config", """{"cpu_template":"C3"}""");
        Assert.Equal("C3", (string?)JsonNode.Parse(api.Send("GET", "/machine-config").Body)!["cpu_template"]);

        api.Send("PATCH", "/machine-config", """{"cpu_template":"None"}""");
        Assert.Equal(Default, api.Send("GET", "/machine-config").Body);
    }

    [Fact]
    public void AWholeConfigurationResetsWhatItLeavesOutButForTheTemplate()
    {
        ApiUnderTest api = new();
        api.Send("PUT", "/machine-config", """{"vcpu_count":2,"mem_size_mib":256,"smt":true,"cpu_template":"T2","huge_pages":"Transparent"}""");
        api.Send("PUT", "/machine-config", """{"vcpu_count":1,"mem_size_mib":128}""");

        Assert.Equal(
            """{"vcpu_count":1,"mem_size_mib":128,"smt":false,"cpu_template":"T2","track_dirty_pages":false,"huge_pages":"None"}""",
            api.Send("GET", "/machine-config").Body);
    }

    [Fact]
    public void MetricsAreOpenMetricsText()
    {
        ApiUnderTest api = new();
        api.Send("GET", "/");
        string text = api.Send("GET", "/metrics").Body;

        Assert.Contains("kiln_get_api_requests_instance_info_count_total{id=\"web-1\"} 1\n", text, StringComparison.Ordinal);
        Assert.EndsWith("# EOF\n", text, StringComparison.Ordinal);
        Assert.Empty(api.Asked);
    }

    [Fact]
    public void AnswersAreSmallAndJson()
    {
        using JsonDocument document = JsonDocument.Parse(new ApiUnderTest().Send("GET", "/vm/config").Body);

        Assert.Equal(13, document.RootElement.GetPropertyCount());
    }

    private static (string Drives, string Entropy) DevicesOf(ApiUnderTest api)
    {
        JsonNode configuration = JsonNode.Parse(api.Send("GET", "/vm/config").Body)!;
        return (configuration["drives"]!.ToJsonString(), configuration["entropy"]!.ToJsonString());
    }

    private static string Drives(params string[] drives) => $"[{string.Join(',', drives)}]";

    private static string Plain(string path, string limit) =>
        """{"drive_id":"a","partuuid":null,"is_root_device":false,"cache_type":"Unsafe","is_read_only":false"""
        + $$""","path_on_host":"{{path}}","rate_limiter":{{limit}},"io_engine":"Sync","socket":null}""";

    private static string Network(string id, string device, string address = "null", string mtu = "null", string tx = "null") =>
        $$"""{"iface_id":"{{id}}","host_dev_name":"{{device}}","guest_mac":{{address}},"mtu":{{mtu}},"rx_rate_limiter":null,"tx_rate_limiter":{{tx}}}""";

    private static string Instance(string state) =>
        $$"""{"id":"web-1","state":"{{state}}","vmm_version":"{{KilnVersion.Number}}","app_name":"Kiln"}""";

    private static string Configuration(string boot, string machine) =>
        $$"""{"balloon":null,"drives":[],"boot-source":{{boot}},"cpu-config":null,"logger":null,"machine-config":{{machine}},"metrics":null,"""
        + """ "mmds-config":null,"network-interfaces":[],"vsock":null,"entropy":null,"pmem":[],"memory-hotplug":null}""".TrimStart();
}
