namespace Kiln.Vmm.Metrics;

/// <summary>All metrics of a monitor. Each part of it uses its own group; devices add theirs.</summary>
internal sealed class VmmMetrics
{
    private volatile MetricGroup[] _groups;

    internal VmmMetrics()
    {
        _groups = Array.ConvertAll(MetricTable.Groups, definition => new MetricGroup(definition));
        ApiServer = new ApiServerMetrics(Group("api_server"));
        DeprecatedApi = new DeprecatedApiMetrics(Group("deprecated_api"));
        GetRequests = new GetRequestMetrics(Group("get_api_requests"));
        I8042 = new I8042Metrics(Group("i8042"));
        Interrupts = new InterruptMetrics(Group("interrupts"));
        Uart = new UartMetrics(Group("uart"));
        Latencies = new ActionLatencyMetrics(Group("latencies_us"));
        Logger = new LoggerMetrics(Group("logger"));
        Mmds = new MmdsMetrics(Group("mmds"));
        Panics = new PanicMetrics(Group("vmm"));
        PatchRequests = new PatchRequestMetrics(Group("patch_api_requests"));
        PutRequests = new PutRequestMetrics(Group("put_api_requests"));
        Seccomp = new SeccompMetrics(Group("seccomp"));
        Signals = new SignalMetrics(Group("signals"));
        Vcpu = new VcpuMetrics(Group("vcpu"));
    }

    /// <summary>The metrics of this process.</summary>
    internal static VmmMetrics Process { get; } = new();

    /// <summary>All groups, in the order of a metrics line. Thread-safe.</summary>
    internal MetricGroup[] Groups => _groups;

    internal ApiServerMetrics ApiServer { get; }

    internal DeprecatedApiMetrics DeprecatedApi { get; }

    internal GetRequestMetrics GetRequests { get; }

    internal I8042Metrics I8042 { get; }

    internal UartMetrics Uart { get; }

    internal InterruptMetrics Interrupts { get; }

    internal ActionLatencyMetrics Latencies { get; }

    internal LoggerMetrics Logger { get; }

    internal MmdsMetrics Mmds { get; }

    internal PanicMetrics Panics { get; }

    internal PatchRequestMetrics PatchRequests { get; }

    internal PutRequestMetrics PutRequests { get; }

    internal SeccompMetrics Seccomp { get; }

    internal SignalMetrics Signals { get; }

    internal VcpuMetrics Vcpu { get; }

    /// <summary>Adds a group at its position, or returns the group if it exists. Not thread-safe.</summary>
    internal MetricGroup Add(GroupDefinition definition)
    {
        if (Array.Find(_groups, group => group.Name == definition.Name) is { } present)
        {
            return present;
        }
        MetricGroup added = new(definition);
        int before = Array.FindIndex(_groups, group => group.Place > definition.Place);
        int place = before < 0 ? _groups.Length : before;
        _groups = [.. _groups[..place], added, .. _groups[place..]];
        return added;
    }

    /// <exception cref="ArgumentException">No group has this name, which is a bug.</exception>
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
