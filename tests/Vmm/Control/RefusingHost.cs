using Kiln.Vmm.Control;
using Kiln.Vmm.Devices.Virtio.Balloon;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Mmds.Data;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Model.Snapshots;

namespace Kiln.Vmm.Tests.Control;

/// <summary>A host that refuses the first request, which should be the log.</summary>
internal sealed class RefusingHost : IMachineHost
{
    internal int Calls { get; private set; }

    public MetadataStore Metadata { get; } = new(51200);

    public IBalloonControl? Balloon => null;

    public string? Open(BootSource source) => Refuse();

    public string? Open(DriveConfiguration drive) => Refuse();

    public string? Update(DriveUpdate update) => Refuse();

    public string? Open(NetworkInterfaceConfiguration network, out string device)
    {
        device = network.HostDevice;
        return Refuse();
    }

    public string? Update(NetworkInterfaceUpdate update) => Refuse();

    public string? Open(VsockConfiguration vsock) => Refuse();

    public string? Configure(LoggerConfiguration configuration) => Refuse();

    public string? Configure(MetricsConfiguration configuration) => Refuse();

    public string? Start(VmConfiguration configuration) => Refuse();

    public string? Pause() => Refuse();

    public string? Resume() => Refuse();

    public string? CreateSnapshot(SnapshotCreation request, VmConfiguration configuration) => Refuse();

    public string? LoadSnapshot(SnapshotLoading request, SerialConfiguration serial, out LoadedMachine? loaded)
    {
        loaded = null;
        return Refuse();
    }

    public string? FlushMetrics() => Refuse();

    public string? ReopenOutputs() => Refuse();

    public string? PressCtrlAltDel() => Refuse();

    private string Refuse()
    {
        Calls++;
        return "no logs today";
    }
}
