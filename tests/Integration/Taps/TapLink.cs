using System.Linq;
using System.Text.Json;
using Kiln.Integration.Tests.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Taps;

/// <summary>Interfaces as ip(8) shows them in the network namespace of this thread.</summary>
internal static class TapLink
{
    /// <summary>Runs ip(8), which must succeed.</summary>
    /// <returns>Its output.</returns>
    internal static string Ip(string arguments)
    {
        ProgramResult result = RunningProgram.Run("ip", arguments.Split(' '));
        Assert.True(result.Status == 0, result.Error);
        return result.Output;
    }

    /// <summary>Whether there is an interface of a name.</summary>
    internal static bool Exists(string name) => RunningProgram.Run("ip", "link", "show", "dev", name).Status == 0;

    /// <summary>The interface, in one line: state, MTU, bridge, mode, owner, whether it persists.</summary>
    internal static string Of(string name)
    {
        using JsonDocument document = JsonDocument.Parse(Ip($"-d -j link show dev {name}"));
        JsonElement link = document.RootElement[0];
        JsonElement tun = link.GetProperty("linkinfo").GetProperty("info_data");
        bool isUp = link.GetProperty("flags").EnumerateArray().Any(flag => flag.GetString() == "UP");
        string bridge = link.TryGetProperty("master", out JsonElement master) ? master.GetString()! : "none";
        return $"{(isUp ? "up" : "down")} mtu {link.GetProperty("mtu")} bridge {bridge} {tun.GetProperty("type")} header {tun.GetProperty("vnet_hdr")} "
            + $"queues {tun.GetProperty("multi_queue")} persist {tun.GetProperty("persist")} user {tun.GetProperty("user")}";
    }

    /// <summary>The host's own IPv6 addresses on an interface.</summary>
    internal static string Ipv6Addresses(string name) => Ip($"-6 -o addr show dev {name}");

    /// <summary>What the host's own IPv6 is set to on an interface.</summary>
    internal static string DisableIpv6(string name) => RunningProgram.Run("cat", $"/proc/sys/net/ipv6/conf/{name}/disable_ipv6").Output.Trim();
}
