using System.Linq;

namespace Kiln.Benchmarks.Against;

/// <summary>Something that a machine has, or that is done with it; not every monitor can.</summary>
/// <param name="Name">The name in figures.</param>
/// <param name="Requests">The requests for it, to a monitor that is started so.</param>
internal sealed record MachinePart(string Name, Func<Launch, IEnumerable<ApiRequest>> Requests)
{
    /// <summary>The tap of the network interface.</summary>
    internal const string TapName = "against0";

    private const int DriveCount = 4;
    private const int Pauses = 3;

    /// <summary>Disks.</summary>
    internal static MachinePart Drives { get; } = new("four drives", launch => Enumerable.Range(0, DriveCount).Select(index =>
        new ApiRequest("PUT", $"/drives/{Drive(index)}", $$"""
            {"drive_id": "{{Drive(index)}}", "path_on_host": "{{launch.Disk(Drive(index))}}", "is_root_device": false, "is_read_only": false}
            """)));

    /// <summary>What a machine is given before its start.</summary>
    internal static IReadOnlyList<MachinePart> Devices { get; } =
    [
        Drives,
        new("a network interface", _ =>
            [new ApiRequest("PUT", "/network-interfaces/eth0", $$"""{"iface_id": "eth0", "host_dev_name": "{{TapName}}"}""")]),
        new("vsock", launch =>
            [new ApiRequest("PUT", "/vsock", $$"""{"guest_cid": 3, "uds_path": "{{launch.Prefix}}v.sock"}""")]),
    ];

    /// <summary>What is done with a machine that runs.</summary>
    internal static IReadOnlyList<MachinePart> Changes { get; } =
    [
        new("pauses", _ => Enumerable.Range(0, Pauses).SelectMany(_ => (ApiRequest[])[State("Paused"), State("Resumed")])),
        new("a drive's other file", launch =>
            [new ApiRequest("PATCH", $"/drives/{Drive(0)}", $$"""{"drive_id": "{{Drive(0)}}", "path_on_host": "{{launch.Disk("other")}}"}""")]),
    ];

    private static string Drive(int index) => $"drive{index}";

    private static ApiRequest State(string state) => new("PATCH", "/vm", $$"""{"state": "{{state}}"}""");
}
