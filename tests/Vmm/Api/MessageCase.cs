namespace Kiln.Vmm.Tests.Api;

/// <summary>A request that is refused in words that clients match.</summary>
/// <param name="Message">The words, as they are in JSON.</param>
/// <param name="Host">The machine's error message; null when the error is not the machine's.</param>
/// <param name="IsStarted">Whether the guest runs.</param>
/// <param name="HasDrive">Whether the boot drive a exists.</param>
internal sealed record MessageCase(
    string Method, string Path, string Body, string Message, string? Host = null, bool IsStarted = false, bool HasDrive = false)
{
    private const string Unreadable = "An error occurred when deserializing the json body of a request: ";
    private const string BadId = "API Resource IDs can only contain alphanumeric characters and underscores.";
    private const string NoId = "The ID cannot be empty.";
    private const string OtherId = "The id from the path does not match the id from the body!";
    private const string Drive = "Drive config error: ";
    private const string BadPatch = $"{Drive}Unable to patch the block device: ";
    private const string CheckArguments = "Please verify the request arguments.";
    private const string NoFile = "Error manipulating the backing file: No such file or directory (os error 2) foo.bar";
    private const string NoNetwork = "Network config error: Could not create the network device: ";
    private const string NoTap = "Open tap device failed: Invalid interface name";
    private const string Vcpus = "The number of vCPUs must be greater than 0, less than 32 and must be 1 or an even number if SMT is enabled.";
    private const string Memory = "The memory size (MiB) is either 0, or not a multiple of the configured page size.";

    /// <summary>Sections 1.2 to 1.6.</summary>
    internal static IReadOnlyList<MessageCase> All { get; } =
    [
        // 1.2: paths and methods.
        new("GET", "/nothing", "", "Invalid request method and/or path: GET nothing."),
        new("GET", "/vm", "", "Invalid request method and/or path: GET vm."),
        new("GET", "/vm/other", "", "Invalid request method and/or path: GET vm."),
        new("GET", "/hotplug", "", "Invalid request method and/or path: GET hotplug."),
        new("GET", "/version?x", "", "Invalid request method and/or path: GET version?x."),
        new("GET", "///a/b/c", "", "Invalid request method and/or path: GET a."),
        new("GET", "/drives/a", "", "Invalid request method and/or path: GET drives."),
        new("PUT", "/nothing", "{}", "Invalid request method and/or path: PUT nothing."),
        new("PUT", "/", "{}", "Invalid request method and/or path: PUT ."),
        new("PUT", "/vm", "{}", "Invalid request method and/or path: PUT vm."),
        new("PUT", "/hotplug/x", "{}", "Invalid request method and/or path: PUT hotplug."),
        new("PUT", "/snapshot/x", "{}", "Invalid request method and/or path: PUT /snapshot/x."),
        new("PATCH", "/boot-source", "{}", "Invalid request method and/or path: PATCH boot-source."),
        new("PATCH", "/snapshot/load", "{}", "Invalid request method and/or path: PATCH snapshot."),
        new("DELETE", "/machine-config", "", "Invalid request method and/or path: DELETE machine-config."),
        new("DELETE", "/", "", "Invalid request method and/or path: DELETE ."),
        new("PUT", "/snapshot", "{}", "Missing snapshot operation type."),
        new("PUT", "/snapshot/", "{}", "Missing snapshot operation type."),
        new("PUT", "/mmds/x", "{}", "Unrecognized PUT request path `x`."),
        new("GET", "/balloon/x", "", "Unrecognized GET request path `x`."),
        new("GET", "/balloon/hinting", "", "Unrecognized GET request path `/hinting/`."),
        new("GET", "/balloon/hinting/x", "", "Unrecognized GET request path `/hinting/x`."),
        new("PATCH", "/balloon/hinting", "", "Unrecognized PATCH request path `/hinting/`."),
        new("PATCH", "/balloon/hinting/x", "{}", "Unrecognized PATCH request path `/hinting/x`."),
        // 1.2: bodies.
        new("GET", "/", "{}", "GET request cannot have a body."),
        new("GET", "/nothing", "{}", "GET request cannot have a body."),
        new("PUT", "/actions", "", "Empty PUT request."),
        new("PUT", "/nothing", "", "Empty PUT request."),
        new("PATCH", "/vm", "", "Empty PATCH request."),
        new("PATCH", "/balloon", "", "Empty PATCH request."),
        new("PATCH", "/nothing", "", "Empty PATCH request."),
        new("PATCH", "/machine-config", "{}", "Empty PATCH request."),
        new("PATCH", "/machine-config", """{"smt":null}""", "Empty PATCH request."),
        new("DELETE", "/drives/a", "{}", "Empty Delete request."),
        new("DELETE", "/nothing", "{}", "Empty Delete request."),
        // 1.2: ids.
        new("PUT", "/drives", "{}", NoId),
        new("PUT", "/drives/", "{}", NoId),
        new("PUT", "/drives//", "{}", NoId),
        new("PATCH", "/drives", "{}", NoId),
        new("DELETE", "/drives", "", NoId),
        new("PUT", "/pmem", "{}", NoId),
        new("DELETE", "/pmem", "", NoId),
        new("PUT", "/network-interfaces", "{}", NoId),
        new("DELETE", "/network-interfaces", "", NoId),
        new("PUT", "/drives/a-b", "{}", BadId),
        new("PATCH", "/drives/a b", "{}", BadId),
        new("DELETE", "/drives/a%41", "", BadId),
        new("PUT", "/pmem/a.b", "{}", BadId),
        new("PATCH", "/network-interfaces/eth-0", "{}", BadId),
        new("PUT", "/drives/a", """{"drive_id":"b","is_root_device":true,"path_on_host":"/a"}""", OtherId),
        new("PATCH", "/drives/a", """{"drive_id":"b"}""", OtherId),
        new("PUT", "/pmem/a", """{"id":"b","path_on_host":"/a"}""", OtherId),
        new("PATCH", "/pmem/a", """{"id":"b"}""", OtherId),
        new("PUT", "/network-interfaces/a", """{"iface_id":"b","host_dev_name":"t"}""", "The id from the path [a] does not match the id from the body [b]!"),
        new("PATCH", "/network-interfaces/a", """{"iface_id":"b"}""", "The id from the path [a] does not match the id from the body [b]!"),
        // 1.3: bodies that cannot be read.
        new("PUT", "/machine-config", """{"mem_size_mib": 128}""", $"{Unreadable}missing field `vcpu_count` at line 1 column 21."),
        new("PUT", "/drives/a", """{"drive_id":"a","is_root_device":true,"x":1}""", $"{Unreadable}unknown field `x`, expected one of `drive_id`, `partuuid`, `is_root_device`, `cache_type`, `is_read_only`, `path_on_host`, `rate_limiter`, `io_engine`, `socket`, `lock` at line 1 column 41."),
        new("PUT", "/drives/a", """{"drive_id":"a","path_on_host":"/a"}""", $"{Unreadable}missing field `is_root_device` at line 1 column 36."),
        new("PUT", "/drives/a", """{"is_root_device":true}""", $"{Unreadable}missing field `drive_id` at line 1 column 23."),
        new("PUT", "/drives/a", """{"drive_id":"a","is_root_device":1}""", $"{Unreadable}invalid type: integer `1`, expected a boolean at line 1 column 34."),
        new("PUT", "/drives/a", """{"drive_id":"a","is_root_device":true,"cache_type":"None"}""", $"{Unreadable}unknown variant `None`, expected `Unsafe` or `Writeback` at line 1 column 57."),
        new("PUT", "/drives/a", """{"drive_id":"a","is_root_device":true,"io_engine":"Fast"}""", $"{Unreadable}unknown variant `Fast`, expected `Async` or `Sync` at line 1 column 56."),
        new("PUT", "/drives/a", """{"drive_id":"a","is_root_device":true,"lock":"yes"}""", $"{Unreadable}unknown variant `yes`, expected one of `on`, `warn`, `off` at line 1 column 50."),
        new("PATCH", "/drives/a", """{"drive_id":"a","lock":"off"}""", $"{Unreadable}unknown field `lock`, expected one of `drive_id`, `path_on_host`, `rate_limiter` at line 1 column 22."),
        new("PUT", "/drives/a", """{"drive_id":"a","is_root_device":true,"path_on_host":""}""", $"{Unreadable}path_on_host is not a path; name a file at line 1 column 56."),
        new("PUT", "/drives/a", """{"drive_id":"a","drive_id":"a"}""", $"{Unreadable}duplicate field `drive_id` at line 1 column 26."),
        new("PUT", "/entropy", """{"rate_limiter":{"ops":{"size":1}}}""", $"{Unreadable}missing field `refill_time` at line 1 column 33."),
        new("PUT", "/entropy", """{"x":1}""", $"{Unreadable}unknown field `x`, expected `rate_limiter` at line 1 column 4."),
        new("PATCH", "/drives/a", """{"drive_id":"a","path_on_host":"/b","io_engine":"Sync"}""", $"{Unreadable}unknown field `io_engine`, expected one of `drive_id`, `path_on_host`, `rate_limiter` at line 1 column 47."),
        new("PATCH", "/drives/a", """{"drive_id":"a","is_read_only":true}""", $"{Unreadable}unknown field `is_read_only`, expected one of `drive_id`, `path_on_host`, `rate_limiter` at line 1 column 30."),
        new("PUT", "/pmem/a", """{"id":"a"}""", $"{Unreadable}missing field `path_on_host` at line 1 column 10."),
        new("PATCH", "/vm", """{"state":"foo"}""", $"{Unreadable}unknown variant `foo`, expected `Paused` or `Resumed` at line 1 column 14."),
        new("PUT", "/actions", """{"action_type":"foo"}""", $"{Unreadable}unknown variant `foo`, expected one of `FlushMetrics`, `InstanceStart`, `SendCtrlAltDel`, `ReopenOutputs` at line 1 column 20."),
        new("PUT", "/machine-config", """{"vcpu_count":300}""", $"{Unreadable}invalid value: integer `300`, expected u8 at line 1 column 17."),
        new("PUT", "/boot-source", """{"kernel_image_path":1}""", $"{Unreadable}invalid type: integer `1`, expected a string at line 1 column 22."),
        new("PUT", "/serial", "{} x", $"{Unreadable}trailing characters at line 1 column 4."),
        new("PUT", "/serial", "{", $"{Unreadable}EOF while parsing an object at line 1 column 1."),
        new("PUT", "/serial", """{"rate_limiter":null,"rate_limiter":null}""", $"{Unreadable}duplicate field `rate_limiter` at line 1 column 35."),
        new("PUT", "/logger", """{"level":"loud"}""", $"{Unreadable}Invalid LevelFilter at line 1 column 16."),
        new("PUT", "/machine-config", """{"vcpu_count":1,"mem_size_mib":128,"smt":null}""", $"{Unreadable}invalid type: null, expected a boolean at line 1 column 45."),
        new("PUT", "/network-interfaces/a", """{"iface_id":"a","host_dev_name":"t","guest_mac":"x"}""", $"{Unreadable}The provided MAC address is invalid. at line 1 column 52."),
        new("PUT", "/snapshot/load", """{"snapshot_path":"/s"}""", $"{Unreadable}missing field: either `mem_backend` or `mem_file_path` is required."),
        new("PUT", "/snapshot/load", """{"snapshot_path":"/s","mem_file_path":"/m","mem_backend":{"backend_path":"/m","backend_type":"File"}}""", $"{Unreadable}too many fields: either `mem_backend` or `mem_file_path` exclusively is required."),
        // 1.3: phases, and categories in front of what the machine says.
        new("PATCH", "/vm", """{"state":"Resumed"}""", Endpoint.NotYet),
        new("PUT", "/actions", """{"action_type":"InstanceStart"}""", Endpoint.NoLonger, IsStarted: true),
        new("PUT", "/boot-source", """{"kernel_image_path":"/v"}""", "Boot source error: no", "no"),
        new("PUT", "/logger", "{}", "Logger error: no", "no"),
        new("PUT", "/metrics", """{"metrics_path":"/m"}""", "Metrics error: no", "no"),
        new("PATCH", "/vm", """{"state":"Paused"}""", "Internal VMM error: no", "no", IsStarted: true),
        new("PATCH", "/vm", """{"state":"Resumed"}""", "Internal VMM error: no", "no", IsStarted: true),
        new("PUT", "/actions", """{"action_type":"FlushMetrics"}""", "Internal VMM error: Metrics error: no", "no", IsStarted: true),
        new("PUT", "/actions", """{"action_type":"SendCtrlAltDel"}""", "Internal VMM error: no", "no", IsStarted: true),
        new("PUT", "/drives/b", """{"drive_id":"b","is_root_device":true,"path_on_host":"/b"}""", "PCI is not enabled", IsStarted: true),
        new("PUT", "/drives/b", """{"drive_id":"b","is_root_device":true}""", "PCI is not enabled", IsStarted: true),
        new("PATCH", "/drives/a", """{"drive_id":"a","path_on_host":"/b"}""", Endpoint.NotYet),
        new("PUT", "/entropy", "{}", Endpoint.NoLonger, IsStarted: true),
        // 1.6: well-formed but invalid.
        new("PUT", "/actions", """{"action_type":"InstanceStart"}""", "Start microvm error: Cannot start microvm without kernel configuration."),
        new("PUT", "/machine-config", """{"vcpu_count":0,"mem_size_mib":128}""", $"Machine config error: {Vcpus}"),
        new("PUT", "/machine-config", """{"vcpu_count":33,"mem_size_mib":128}""", $"Machine config error: {Vcpus}"),
        new("PATCH", "/machine-config", """{"vcpu_count":3,"smt":true}""", $"Machine config error: {Vcpus}"),
        new("PUT", "/machine-config", """{"vcpu_count":1,"mem_size_mib":0}""", $"Machine config error: {Memory}"),
        new("PATCH", "/machine-config", """{"mem_size_mib":3,"huge_pages":"2M"}""", $"Machine config error: {Memory}"),
        new("PATCH", "/machine-config", """{"mem_size_mib":3,"huge_pages":"Transparent"}""", $"Machine config error: {Memory}"),
        new("PUT", "/drives/a", """{"drive_id":"a","is_root_device":true}""", $"{Drive}Unable to create the virtio block device: Invalid block config."),
        new("PUT", "/drives/a", """{"drive_id":"a","is_root_device":true,"path_on_host":"/a","socket":"/s"}""", $"{Drive}Unable to create the virtio block device: Invalid block config."),
        new("PUT", "/drives/a", """{"drive_id":"a","is_root_device":true,"socket":"/s","is_read_only":false}""", $"{Drive}Unable to create the virtio block device: Invalid block config."),
        new("PUT", "/drives/b", """{"drive_id":"b","is_root_device":true,"path_on_host":"/b"}""", $"{Drive}A root block device already exists!", HasDrive: true),
        new("PUT", "/drives/b", """{"drive_id":"b","is_root_device":true}""", $"{Drive}A root block device already exists!", HasDrive: true),
        new("PUT", "/drives/a", """{"drive_id":"a","is_root_device":true,"path_on_host":"foo.bar"}""", $"{Drive}Unable to create the virtio block device: Virtio backend error: {NoFile}", NoFile),
        new("PUT", "/drives/a", """{"drive_id":"a","is_root_device":true,"socket":"/s"}""", $"{Drive}socket is not part of this version of Kiln; name a file as path_on_host"),
        new("PATCH", "/drives/a", """{"drive_id":"a","path_on_host":"foo.bar"}""", $"{BadPatch}Block: Virtio backend error: {NoFile} {CheckArguments}", NoFile, IsStarted: true, HasDrive: true),
        new("PATCH", "/drives/a", """{"drive_id":"a"}""", $"{BadPatch}Block: Running method expected different backend. {CheckArguments}", IsStarted: true, HasDrive: true),
        new("PATCH", "/drives/a", """{"drive_id":"a","path_on_host":null,"rate_limiter":null}""", $"{BadPatch}Block: Running method expected different backend. {CheckArguments}", IsStarted: true, HasDrive: true),
        new("PATCH", "/drives/b", """{"drive_id":"b","rate_limiter":{}}""", $"{BadPatch}Failed perform action on device: Device not found {CheckArguments}", IsStarted: true, HasDrive: true),
        new("PATCH", "/drives/b", """{"drive_id":"b"}""", $"{BadPatch}Failed perform action on device: Device not found {CheckArguments}", IsStarted: true),
        new("PUT", "/network-interfaces/a", """{"iface_id":"a","host_dev_name":"t","mtu":67}""", $"{NoNetwork}MTU 67 is out of range [68, 65535]"),
        new("PUT", "/network-interfaces/a", """{"iface_id":"a","host_dev_name":"t"}""", $"{NoNetwork}{NoTap}", NoTap),
        new("PUT", "/network-interfaces/b", """{"iface_id":"b","host_dev_name":"t"}""", "PCI is not enabled", IsStarted: true),
        new("PATCH", "/network-interfaces/a", """{"iface_id":"a"}""", Endpoint.NotYet),
        new("PATCH", "/network-interfaces/b", """{"iface_id":"b"}""", "Network config error: Unable to update the net device: Failed perform action on device: Device not found", IsStarted: true),
        new("PUT", "/hotplug/memory", """{"total_size_mib":128,"block_size_mib":1}""", "Memory hotplug config error: Block size must not be lower than 2 MiB"),
        new("PUT", "/hotplug/memory", """{"total_size_mib":128,"block_size_mib":3}""", "Memory hotplug config error: Block size must be a power of 2"),
        new("PUT", "/hotplug/memory", """{"total_size_mib":128,"slot_size_mib":64}""", "Memory hotplug config error: Slot size must not be lower than 128 MiB"),
        new("PUT", "/hotplug/memory", """{"total_size_mib":256,"block_size_mib":256,"slot_size_mib":128}""", "Memory hotplug config error: Slot size must be a multiple of block size (256 MiB)"),
        new("PUT", "/hotplug/memory", """{"total_size_mib":64}""", "Memory hotplug config error: Total size must not be lower than slot size (128 MiB)"),
        new("PUT", "/hotplug/memory", """{"total_size_mib":200}""", "Memory hotplug config error: Total size must be a multiple of slot size (128 MiB)"),
    ];

    public override string ToString() => $"{Method} {Path} {Body}";
}
