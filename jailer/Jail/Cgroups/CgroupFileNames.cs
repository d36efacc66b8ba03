using System.Linq;

namespace Kiln.Jailer.Jail.Cgroups;

/// <summary>
/// Maps equivalent files of cgroup v1 and v2 (Documentation/admin-guide/cgroup-v1 and cgroup-v2.rst). Covers writable files that only one
/// version has; the rest, such as pids.max and cpuset.cpus, have the same name in both.
/// </summary>
internal static class CgroupFileNames
{
    private static readonly (string First, string Second)[] _pairs =
    [
        ("memory.limit_in_bytes", "memory.max"),
        ("memory.soft_limit_in_bytes", "memory.high"),
        ("memory.memsw.limit_in_bytes", "memory.swap.max"),
        ("cpu.shares", "cpu.weight"),
        ("cpu.cfs_quota_us", "cpu.max"),
        ("cpu.cfs_period_us", "cpu.max"),
        ("cpu.cfs_burst_us", "cpu.max.burst"),
        ("blkio.weight", "io.weight"),
        ("blkio.weight_device", "io.weight"),
        ("blkio.bfq.weight", "io.bfq.weight"),
        ("blkio.bfq.weight_device", "io.bfq.weight"),
        ("blkio.throttle.read_bps_device", "io.max"),
        ("blkio.throttle.write_bps_device", "io.max"),
        ("blkio.throttle.read_iops_device", "io.max"),
        ("blkio.throttle.write_iops_device", "io.max"),
        ("blkio.prio.class", "io.prio.class"),
        ("cpuset.cpu_exclusive", "cpuset.cpus.partition"),
        ("cpuset.sched_load_balance", "cpuset.cpus.partition"),
    ];

    // Per-page-size files: the suffixes in version 1 and version 2, longest first.
    private static readonly (string First, string Second)[] _hugePageEndings =
        [(".rsvd.limit_in_bytes", ".rsvd.max"), (".limit_in_bytes", ".max")];

    // No counterpart in version 2.
    private static readonly string[] _onlyFirst =
    [
        "memory.swappiness", "memory.oom_control", "memory.kmem.limit_in_bytes", "memory.kmem.tcp.limit_in_bytes", "memory.use_hierarchy",
        "memory.move_charge_at_immigrate", "memory.force_empty", "cpu.rt_runtime_us", "cpu.rt_period_us", "cpuset.mem_exclusive",
        "cpuset.mem_hardwall", "cpuset.memory_migrate", "cpuset.memory_spread_page", "cpuset.memory_spread_slab",
        "cpuset.sched_relax_domain_level",
    ];

    private static readonly string[] _onlySecond =
    [
        "memory.min", "memory.low", "memory.oom.group", "memory.swap.high", "memory.zswap.max", "memory.zswap.writeback", "memory.reclaim",
        "cpu.weight.nice", "cpuset.cpus.exclusive", "io.latency",
    ];

    // Files that every cgroup but the root of the hierarchy has.
    private static readonly string[] _notAtTop =
    [
        "pids.max", "freezer.state", "blkio.bfq.weight", "blkio.bfq.weight_device", "cpu.uclamp.min", "cpu.uclamp.max", "rdma.max", "misc.max",
        "dmem.max", "dmem.min", "dmem.low",
    ];

    /// <summary>The version that a file belongs to, or null when both have it or it is unknown.</summary>
    internal static CgroupVersion? VersionOf(string file) =>
        _onlyFirst.Contains(file) || Array.Exists(_pairs, pair => pair.First == file) || HugePagePairOf(file)?.First == file ? CgroupVersion.V1
        : _onlySecond.Contains(file) || Array.Exists(_pairs, pair => pair.Second == file) || HugePagePairOf(file)?.Second == file ? CgroupVersion.V2
        : null;

    /// <summary>The equivalent files of the other version; empty when there is none.</summary>
    internal static IReadOnlyList<string> CounterpartsOf(string file) => HugePagePairOf(file) is { } huge
        ? [huge.First == file ? huge.Second : huge.First]
        :
        [
            .. _pairs.Where(pair => pair.First == file).Select(pair => pair.Second),
            .. _pairs.Where(pair => pair.Second == file).Select(pair => pair.First),
        ];

    /// <summary>Whether the root cgroup lacks this file although its descendants have it.</summary>
    internal static bool IsMissingAtTop(string file) => _notAtTop.Contains(file);

    private static (string First, string Second)? HugePagePairOf(string file)
    {
        if (!file.StartsWith("hugetlb.", StringComparison.Ordinal))
        {
            return null;
        }
        foreach ((string first, string second) in _hugePageEndings)
        {
            string ending = file.EndsWith(first, StringComparison.Ordinal) ? first : second;
            if (file.EndsWith(ending, StringComparison.Ordinal))
            {
                string size = file[..^ending.Length];
                return (size + first, size + second);
            }
        }
        return null;
    }
}
