using System.Linq;
using System.Text;
using Kiln.Testing.Vmm.Api;
using Kiln.Vmm.Metrics;
using Xunit;

namespace Kiln.Vmm.Tests.Api;

/// <summary>What requests count, and what marks those that use something deprecated.</summary>
public sealed class RequestMetricsTests
{
    private readonly ApiUnderTest _api = new();

    [Theory]
    [InlineData("get_api_requests.instance_info_count", "GET", "/", "")]
    [InlineData("get_api_requests.machine_cfg_count", "GET", "/machine-config", "")]
    [InlineData("get_api_requests.mmds_count", "GET", "/mmds", "")]
    [InlineData("get_api_requests.vmm_version_count", "GET", "/version", "")]
    [InlineData("get_api_requests.hotplug_memory_count", "GET", "/hotplug/memory", "")]
    [InlineData("put_api_requests.actions_count", "PUT", "/actions", """{"action_type":"InstanceStart"}""")]
    [InlineData("put_api_requests.boot_source_count", "PUT", "/boot-source", """{"kernel_image_path":"/v"}""")]
    [InlineData("put_api_requests.drive_count", "PUT", "/drives/a", """{"drive_id":"a","is_root_device":true}""")]
    [InlineData("put_api_requests.logger_count", "PUT", "/logger", "{}")]
    [InlineData("put_api_requests.machine_cfg_count", "PUT", "/machine-config", """{"vcpu_count":0,"mem_size_mib":1}""")]
    [InlineData("put_api_requests.cpu_cfg_count", "PUT", "/cpu-config", "{}")]
    [InlineData("put_api_requests.metrics_count", "PUT", "/metrics", """{"metrics_path":"/m"}""")]
    [InlineData("put_api_requests.network_count", "PUT", "/network-interfaces/a", """{"iface_id":"a","host_dev_name":"t"}""")]
    [InlineData("put_api_requests.mmds_count", "PUT", "/mmds", "{}")]
    [InlineData("put_api_requests.mmds_count", "PUT", "/mmds/config", """{"network_interfaces":[]}""")]
    [InlineData("put_api_requests.vsock_count", "PUT", "/vsock", """{"guest_cid":3,"uds_path":"/v"}""")]
    [InlineData("put_api_requests.pmem_count", "PUT", "/pmem/a", """{"id":"a","path_on_host":"/a"}""")]
    [InlineData("put_api_requests.serial_count", "PUT", "/serial", "{}")]
    [InlineData("put_api_requests.hotplug_memory_count", "PUT", "/hotplug/memory", """{"total_size_mib":1}""")]
    [InlineData("patch_api_requests.drive_count", "PATCH", "/drives/a", """{"drive_id":"a"}""")]
    [InlineData("patch_api_requests.network_count", "PATCH", "/network-interfaces/a", """{"iface_id":"a"}""")]
    [InlineData("patch_api_requests.machine_cfg_count", "PATCH", "/machine-config", """{"smt":true}""")]
    [InlineData("patch_api_requests.mmds_count", "PATCH", "/mmds", "{}")]
    [InlineData("patch_api_requests.hotplug_memory_count", "PATCH", "/hotplug/memory", """{"requested_size_mib":1}""")]
    [InlineData("patch_api_requests.pmem_count", "PATCH", "/pmem/a", """{"id":"a"}""")]
    public void ARequestCountsOnceAndWhatTheMachineRefusesIsNoFailure(string counter, string method, string path, string body)
    {
        _api.Send(method, path, body);

        Assert.Equal([counter], Counted().Where(name => !name.StartsWith("deprecated", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("put_api_requests.actions", "PUT", "/actions")]
    [InlineData("put_api_requests.boot_source", "PUT", "/boot-source")]
    [InlineData("put_api_requests.drive", "PUT", "/drives/a")]
    [InlineData("put_api_requests.drive", "PUT", "/drives/-")]
    [InlineData("put_api_requests.logger", "PUT", "/logger")]
    [InlineData("put_api_requests.machine_cfg", "PUT", "/machine-config")]
    [InlineData("put_api_requests.cpu_cfg", "PUT", "/cpu-config")]
    [InlineData("put_api_requests.metrics", "PUT", "/metrics")]
    [InlineData("put_api_requests.network", "PUT", "/network-interfaces/a")]
    [InlineData("put_api_requests.mmds", "PUT", "/mmds")]
    [InlineData("put_api_requests.vsock", "PUT", "/vsock")]
    [InlineData("put_api_requests.pmem", "PUT", "/pmem/a")]
    [InlineData("put_api_requests.serial", "PUT", "/serial")]
    [InlineData("put_api_requests.hotplug_memory", "PUT", "/hotplug/memory")]
    [InlineData("patch_api_requests.drive", "PATCH", "/drives/a")]
    [InlineData("patch_api_requests.network", "PATCH", "/network-interfaces/a")]
    [InlineData("patch_api_requests.machine_cfg", "PATCH", "/machine-config")]
    [InlineData("patch_api_requests.mmds", "PATCH", "/mmds")]
    [InlineData("patch_api_requests.hotplug_memory", "PATCH", "/hotplug/memory")]
    [InlineData("patch_api_requests.pmem", "PATCH", "/pmem/a")]
    public void WhatCannotBeReadFails(string kind, string method, string path)
    {
        _api.Send(method, path, "{");

        Assert.Equal([$"{kind}_count", $"{kind}_fails"], Counted());
    }

    [Theory]
    [InlineData("PUT", "/machine-config", """{"vcpu_count":1,"mem_size_mib":1,"cpu_template":"None"}""", 204)]
    [InlineData("PATCH", "/machine-config", """{"cpu_template":"T2"}""", 204)]
    [InlineData("PATCH", "/machine-config", """{"cpu_template":"T2","mem_size_mib":0}""", 400)]
    [InlineData("PUT", "/vsock", """{"guest_cid":3,"uds_path":"/v","vsock_id":"a"}""", 204)]
    [InlineData("PUT", "/mmds/config", """{"network_interfaces":["a"]}""", 400)]
    [InlineData("PUT", "/mmds/config", """{"network_interfaces":["a"],"version":"V1"}""", 400)]
    [InlineData("PUT", "/snapshot/load", """{"snapshot_path":"/s","mem_file_path":"/m"}""", 204)]
    [InlineData("PUT", "/snapshot/load", """{"snapshot_path":"/s","mem_backend":{"backend_path":"/m","backend_type":"File"},"enable_diff_snapshots":true}""", 204)]
    public void WhatIsDeprecatedIsMarkedAlsoWhenItIsRefused(string method, string path, string body, int status)
    {
        Reply reply = _api.Send(method, path, body);

        Assert.Equal((status, true), (reply.Status, reply.IsDeprecated));
        Assert.Equal(1, _api.Metrics.DeprecatedApi.Calls.Value);
    }

    [Theory]
    [InlineData("PATCH", "/machine-config", """{"cpu_template":"T2","x":1}""")]
    [InlineData("PATCH", "/machine-config", """{"cpu_template":null,"mem_size_mib":1}""")]
    [InlineData("PUT", "/vsock", """{"guest_cid":3,"uds_path":"/v","vsock_id":null}""")]
    [InlineData("PUT", "/mmds/config", """{"network_interfaces":["a"],"version":"V2"}""")]
    [InlineData("PUT", "/snapshot/load", """{"snapshot_path":"/s","mem_backend":{"backend_path":"/m","backend_type":"Uffd"}}""")]
    public void WhatIsNotOrCannotBeReadIsNotMarked(string method, string path, string body)
    {
        Assert.False(_api.Send(method, path, body).IsDeprecated);
        Assert.Equal(0, _api.Metrics.DeprecatedApi.Calls.Value);
    }

    [Fact]
    public void PausingSetsItsLatencyOnlyWhenItIsDone()
    {
        _api.Started();
        _api.Metrics.Latencies.Pause.Value = -1;
        _api.Metrics.Latencies.Resume.Value = -1;
        _api.Host.Refusal = "no";
        _api.Send("PATCH", "/vm", """{"state":"Paused"}""");
        Assert.Equal((-1, -1), (_api.Metrics.Latencies.Pause.Value, _api.Metrics.Latencies.Resume.Value));

        _api.Host.Refusal = null;
        _api.Send("PATCH", "/vm", """{"state":"Paused"}""");
        Assert.InRange(_api.Metrics.Latencies.Pause.Value, 0, 10_000_000);
        Assert.Equal(-1, _api.Metrics.Latencies.Resume.Value);

        _api.Send("PATCH", "/vm", """{"state":"Resumed"}""");
        Assert.InRange(_api.Metrics.Latencies.Resume.Value, 0, 10_000_000);
    }

    private IEnumerable<string> Counted() =>
        from metricGroup in _api.Metrics.Groups
        from counter in metricGroup.Metrics.OfType<Counter>()
        where counter.Value > 0
        select $"{metricGroup.Name}.{Encoding.ASCII.GetString(counter.Name)}";
}
