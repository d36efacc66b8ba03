using System.Linq;

namespace Kiln.Vmm.Metrics;

/// <summary>Every metric of a monitor. Each part of it takes its own group.</summary>
internal sealed class VmmMetrics
{
    private readonly DriveMetrics _drives;
    private volatile MetricGroup[] _groups;

    /// <summary>Makes metrics that are all zero.</summary>
    internal VmmMetrics()
    {
        _groups = Array.ConvertAll(MetricTable.Groups, definition => new MetricGroup(definition));
        _drives = new DriveMetrics(Group("block"));
        ApiServer = new ApiServerMetrics(Group("api_server"));
        DeprecatedApi = new DeprecatedApiMetrics(Group("deprecated_api"));
        Entropy = new EntropyMetrics(Group("entropy"));
        GetRequests = new GetRequestMetrics(Group("get_api_requests"));
        I8042 = new I8042Metrics(Group("i8042"));
        Interrupts = new InterruptMetrics(Group("interrupts"));
        Uart = new UartMetrics(Group("uart"));
        Latencies = new ActionLatencyMetrics(Group("latencies_us"));
        Logger = new LoggerMetrics(Group("logger"));
        Panics = new PanicMetrics(Group("vmm"));
        PatchRequests = new PatchRequestMetrics(Group("patch_api_requests"));
        PutRequests = new PutRequestMetrics(Group("put_api_requests"));
        Seccomp = new SeccompMetrics(Group("seccomp"));
        Signals = new SignalMetrics(Group("signals"));
        Vcpu = new VcpuMetrics(Group("vcpu"));
    }

    /// <summary>This process's.</summary>
    internal static VmmMetrics Process { get; } = new();

    /// <summary>All groups, in the order of a line. From any thread.</summary>
    internal MetricGroup[] Groups => _groups;

    /// <summary>How the process started.</summary>
    internal ApiServerMetrics ApiServer { get; }

    /// <summary>Requests that should be made otherwise.</summary>
    internal DeprecatedApiMetrics DeprecatedApi { get; }

    /// <summary>The source of random numbers.</summary>
    internal EntropyMetrics Entropy { get; }

    /// <summary>GET requests.</summary>
    internal GetRequestMetrics GetRequests { get; }

    /// <summary>The keyboard controller.</summary>
    internal I8042Metrics I8042 { get; }

    /// <summary>The serial port.</summary>
    internal UartMetrics Uart { get; }

    /// <summary>Interrupts of virtio devices.</summary>
    internal InterruptMetrics Interrupts { get; }

    /// <summary>How long actions took.</summary>
    internal ActionLatencyMetrics Latencies { get; }

    /// <summary>Log and metrics themselves.</summary>
    internal LoggerMetrics Logger { get; }

    /// <summary>Internal errors.</summary>
    internal PanicMetrics Panics { get; }

    /// <summary>PATCH requests.</summary>
    internal PatchRequestMetrics PatchRequests { get; }

    /// <summary>PUT requests.</summary>
    internal PutRequestMetrics PutRequests { get; }

    /// <summary>Violations of filters.</summary>
    internal SeccompMetrics Seccomp { get; }

    /// <summary>Signals.</summary>
    internal SignalMetrics Signals { get; }

    /// <summary>Processors.</summary>
    internal VcpuMetrics Vcpu { get; }

    /// <summary>Those of a drive, which every line tells from now on. From one thread.</summary>
    /// <param name="id">Its id.</param>
    internal BlockMetrics Drive(string id)
    {
        BlockMetrics drive = _drives.Of(id);
        if (!_groups.Contains(drive.Group))
        {
            _groups = [.. _groups, drive.Group];
        }
        return drive;
    }

    /// <summary>A group.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The table has none: an error of this program.</exception>
    internal MetricGroup Group(string name)
    {
        foreach (MetricGroup group in Groups)
        {
            if (group.Name == name)
            {
                return group;
            }
        }
        throw new ArgumentException($"there is no group {name}", nameof(name));
    }
}
