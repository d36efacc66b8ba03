namespace Kiln.Vmm.Metrics;

/// <summary>
/// The metrics of the monitor, and of devices that this version does not have, by group, name and kind. As in Firecracker, all of them are always
/// reported; those of missing devices are zero. The metrics of existing devices are defined next to the devices.
/// </summary>
internal static class MetricTable
{
    /// <summary>The groups, in the order of a metrics line.</summary>
    internal static GroupDefinition[] Groups { get; } =
    [
        new("api_server", 0, Gauges: "process_startup_time_us process_startup_time_cpu_us"u8) { About = "The monitor's start"u8 },
        new("deprecated_api", 3, "deprecated_http_api_calls"u8) { About = "Deprecated requests of the API"u8 },
        new("get_api_requests", 4, "instance_info_count machine_cfg_count mmds_count vmm_version_count hotplug_memory_count"u8) { About = "GET requests of the API"u8 },
        new("i8042", 5, "error_count missed_read_count missed_write_count read_count reset_count write_count"u8) { About = "Keyboard controller"u8 },
        new("uart", 6, "error_count flush_count missed_read_count missed_write_count read_count write_count rate_limiter_dropped_bytes"u8) { About = "Serial port"u8 },
        new("latencies_us", 7, Gauges:
            "full_create_snapshot diff_create_snapshot load_snapshot pause_vm resume_vm "u8
            + "vmm_full_create_snapshot vmm_diff_create_snapshot vmm_load_snapshot vmm_pause_vm vmm_resume_vm"u8) { About = "Microseconds that the last action took"u8 },
        new("logger", 8, "missed_metrics_count metrics_fails missed_log_count rate_limited_log_count"u8) { About = "Log and metrics"u8 },
        new("mmds", 9,
            "rx_accepted rx_accepted_err rx_accepted_unusual rx_bad_eth rx_invalid_token rx_no_token rx_count tx_bytes tx_count tx_errors "u8
            + "tx_frames connections_created connections_destroyed"u8) { About = "Metadata service"u8 },
        new("patch_api_requests", 11,
            "drive_count drive_fails network_count network_fails machine_cfg_count machine_cfg_fails mmds_count mmds_fails "u8
            + "hotplug_memory_count hotplug_memory_fails pmem_count pmem_fails"u8) { About = "PATCH requests of the API"u8 },
        new("put_api_requests", 12,
            "actions_count actions_fails boot_source_count boot_source_fails drive_count drive_fails logger_count logger_fails "u8
            + "machine_cfg_count machine_cfg_fails cpu_cfg_count cpu_cfg_fails metrics_count metrics_fails network_count network_fails "u8
            + "mmds_count mmds_fails vsock_count vsock_fails pmem_count pmem_fails serial_count serial_fails "u8
            + "hotplug_memory_count hotplug_memory_fails"u8) { About = "PUT requests of the API"u8 },
        new("seccomp", 13, Gauges: "num_faults"u8) { About = "System call filters"u8 },
        new("vcpu", 14,
            "exit_io_in exit_io_out exit_mmio_read exit_mmio_write failures kvmclock_ctrl_fails tsc_restore_fails"u8,
            Latencies: "exit_io_in_agg exit_io_out_agg exit_mmio_read_agg exit_mmio_write_agg"u8) { About = "vCPUs"u8 },
        new("vmm", 15, Gauges: "panic_count"u8) { About = "Monitor"u8 },
        new("signals", 16, "sigpipe"u8, Gauges: "sigbus sigsegv sigxfsz sigxcpu sighup sigill"u8) { About = "Signals that the monitor got"u8 },
        new("interrupts", 17, "triggers config_updates"u8) { About = "Interrupts of devices"u8 },
        new("pmem", 20,
            "activate_fails cfg_fails event_fails queue_event_count rate_limiter_throttled_events rate_limiter_event_count"u8) { IsAbsent = true },
        new("memory_hotplug", 21,
            "activate_fails queue_event_fails queue_event_count plug_count plug_bytes plug_fails unplug_count unplug_bytes unplug_fails "u8
            + "unplug_discard_fails unplug_all_count unplug_all_fails state_count state_fails"u8,
            Latencies: "plug_agg unplug_agg unplug_all_agg state_agg"u8) { IsAbsent = true },
    ];
}
