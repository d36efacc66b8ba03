using System.IO;
using System.Linq;
using System.Text.Json;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;

namespace Kiln.Integration.Tests.Networks;

/// <summary>
/// A jailed guest of this project that echoes the frames of one protocol, and the host's end of its tap. Everything is in the network namespace of the
/// thread that makes it.
/// </summary>
internal sealed class NetGuest : IDisposable
{
    /// <summary>The name of its tap.</summary>
    internal const string TapName = "kiln0";

    private const string KernelName = "kernel";

    private const string MetricsName = "vmm.metrics";

    /// <param name="words">The words of the guest's command line.</param>
    /// <param name="fields">More fields of the interface, as the API has them.</param>
    /// <param name="guest">Its name in tests/guests.</param>
    internal NetGuest(string words, int mtu = 1500, string fields = "", string guest = "net")
    {
        Tap = new HostTap(TapName, mtu, TestJail.UserId);
        Jail.Stage(KernelName, File.ReadAllBytes(Artifacts.Guest(guest)));
        Jail.StageConfiguration($$"""
            {
              "boot-source": {"kernel_image_path": "{{KernelName}}", "boot_args": {{JsonSerializer.Serialize(words)}}},
              "network-interfaces": [{"iface_id": "eth0", "host_dev_name": "{{TapName}}"{{fields}}}],
              "machine-config": {"vcpu_count": 1, "mem_size_mib": 128},
              "metrics": {"metrics_path": "{{MetricsName}}"}
            }
            """);
    }

    internal TestJail Jail { get; } = new();

    internal HostTap Tap { get; }

    /// <summary>A metric of all interfaces, once the monitor has ended: what was counted between two lines is in the later one.</summary>
    internal long CountOf(string metric) => File.ReadLines(Jail.PathOf(MetricsName))
        .Sum(line => JsonDocument.Parse(line).RootElement.GetProperty("net").GetProperty(metric).GetInt64());

    public void Dispose()
    {
        Tap.Dispose();
        Jail.Dispose();
    }
}
