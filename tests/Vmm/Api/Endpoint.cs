namespace Kiln.Vmm.Tests.Api;

/// <summary>A row of the contract's table of endpoints.</summary>
/// <param name="Path">A path of it.</param>
/// <param name="Body">A body that is right, or none.</param>
/// <param name="Phase">The phase in which it is legal.</param>
/// <param name="Status">The status of a legal request; 400 for what this version does not support.</param>
public sealed record Endpoint(string Method, string Path, string Body, string Phase, int Status)
{
    internal const string Any = "any";
    internal const string Before = "before";
    internal const string After = "after";
    internal const string Pluggable = "pluggable";

    internal const string NotYet = "The requested operation is not supported before starting the microVM.";
    internal const string NoLonger = "The requested operation is not supported after starting the microVM.";

    internal const string NoPci = "PCI is not enabled";

    /// <summary>A request that gives the machine the drive of the rows.</summary>
    internal const string Drive = """{"drive_id":"a","is_root_device":true,"path_on_host":"/a"}""";

    /// <summary>A request that gives the machine the network interface of the rows.</summary>
    internal const string Network = """{"iface_id":"a","host_dev_name":"tap0"}""";

    /// <summary>A request that lets that interface reach metadata.</summary>
    internal const string Metadata = """{"network_interfaces":["a"],"version":"V2"}""";

    /// <summary>A balloon with everything.</summary>
    internal const string Balloon =
        """{"amount_mib":1,"deflate_on_oom":true,"stats_polling_interval_s":1,"free_page_hinting":true,"free_page_reporting":true}""";

    /// <summary>The rows of section 1.5, in its order.</summary>
    internal static IReadOnlyList<Endpoint> All { get; } =
    [
        new("GET", "/", "", Any, 200),
        new("GET", "/version", "", Any, 200),
        new("GET", "/vm/config", "", Any, 200),
        new("PATCH", "/vm", """{"state":"Paused"}""", After, 204),
        new("PUT", "/actions", """{"action_type":"FlushMetrics"}""", After, 204),
        new("PUT", "/actions", """{"action_type":"ReopenOutputs"}""", Any, 204),
        new("PUT", "/actions", """{"action_type":"SendCtrlAltDel"}""", After, 204),
        new("PUT", "/actions", """{"action_type":"InstanceStart"}""", Before, 204),
        new("GET", "/machine-config", "", Any, 200),
        new("PUT", "/machine-config", """{"vcpu_count":2,"mem_size_mib":256}""", Before, 204),
        new("PATCH", "/machine-config", """{"mem_size_mib":512}""", Before, 204),
        new("PUT", "/boot-source", """{"kernel_image_path":"/vmlinux"}""", Before, 204),
        new("PUT", "/cpu-config", "{}", Before, 204),
        new("PUT", "/drives/a", Drive, Pluggable, 204),
        new("PATCH", "/drives/a", """{"drive_id":"a","path_on_host":"/b"}""", After, 204),
        new("DELETE", "/drives/a", "", Any, 400),
        new("DELETE", "/pmem/a", "", Any, 400),
        new("DELETE", "/network-interfaces/a", "", Any, 400),
        new("PUT", "/pmem/a", """{"id":"a","path_on_host":"/a"}""", Any, 400),
        new("PATCH", "/pmem/a", """{"id":"a"}""", Any, 400),
        new("PUT", "/network-interfaces/a", Network, Pluggable, 204),
        new("PATCH", "/network-interfaces/a", """{"iface_id":"a"}""", After, 204),
        new("PUT", "/vsock", """{"guest_cid":3,"uds_path":"/v"}""", Before, 204),
        new("PUT", "/balloon", Balloon, Before, 204),
        new("GET", "/balloon", "", Any, 200),
        new("PATCH", "/balloon", """{"amount_mib":1}""", After, 204),
        new("GET", "/balloon/statistics", "", After, 200),
        new("PATCH", "/balloon/statistics", """{"stats_polling_interval_s":1}""", After, 204),
        new("PATCH", "/balloon/hinting/start", "", After, 204),
        new("GET", "/balloon/hinting/status", "", After, 200),
        new("PATCH", "/balloon/hinting/stop", "", After, 204),
        new("PUT", "/entropy", "{}", Before, 204),
        new("PUT", "/serial", "{}", Before, 204),
        new("PUT", "/hotplug/memory", """{"total_size_mib":128}""", Any, 400),
        new("GET", "/hotplug/memory", "", Any, 400),
        new("PATCH", "/hotplug/memory", """{"requested_size_mib":128}""", Any, 400),
        new("PUT", "/logger", "{}", Before, 204),
        new("PUT", "/metrics", """{"metrics_path":"/m"}""", Before, 204),
        new("PUT", "/mmds/config", Metadata, Before, 204),
        new("GET", "/mmds", "", Any, 200),
        new("PUT", "/mmds", "{}", Any, 204),
        new("PATCH", "/mmds", "{}", Any, 204),
        new("PUT", "/snapshot/create", """{"snapshot_path":"/s","mem_file_path":"/m","snapshot_type":"Diff"}""", Any, 400),
        new("PUT", "/snapshot/load", """{"snapshot_path":"/s","mem_backend":{"backend_path":"/m","backend_type":"Uffd"}}""", Any, 400),
        new("GET", "/metrics", "", Any, 200),
        new("GET", "/openapi.yaml", "", Any, 200),
    ];

    public override string ToString() => $"{Method} {Path} {Body}";
}
