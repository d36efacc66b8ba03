using Kiln.Vmm.Control;
using Kiln.Vmm.Devices.Virtio.Balloon;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Mmds.Data;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Model.Snapshots;

namespace Kiln.Testing.Vmm.Api;

/// <summary>A fake machine that completes everything at once, or refuses everything.</summary>
internal sealed class FakeHost : IMachineHost
{
    internal FakeHost() => BalloonOfGuest = new FakeBalloon(Answer);

    /// <summary>The refusal for every call, or null to succeed.</summary>
    internal string? Refusal { get; set; }

    /// <summary>The exception to throw from every call, or null.</summary>
    internal Exception? Failure { get; set; }

    /// <summary>The refusal of a snapshot; null when it has one. A machine that is loaded takes no configuration any more.</summary>
    internal string? LoadRefusal { get; set; }

    /// <summary>The number of calls.</summary>
    internal int Calls { get; private set; }

    public MetadataStore Metadata { get; } = new(51200);

    /// <summary>The balloon; it has the same refusals.</summary>
    internal FakeBalloon BalloonOfGuest { get; }

    public IBalloonControl? Balloon => BalloonOfGuest;

    public string? Open(BootSource source) => Answer();

    public string? Open(DriveConfiguration drive) => Answer();

    public string? Update(DriveUpdate update) => Answer();

    public string? Open(NetworkInterfaceConfiguration network, out string device)
    {
        device = network.HostDevice;
        return Answer();
    }

    public string? Update(NetworkInterfaceUpdate update) => Answer();

    public string? Open(VsockConfiguration vsock) => Answer();

    public string? Configure(LoggerConfiguration configuration) => Answer();

    public string? Configure(MetricsConfiguration configuration) => Answer();

    public string? Start(VmConfiguration configuration) => Answer();

    public string? Pause() => Answer();

    public string? Resume() => Answer();

    public string? CreateSnapshot(SnapshotCreation request, VmConfiguration configuration) => Answer();

    public string? LoadSnapshot(SnapshotLoading request, SerialConfiguration serial, out LoadedMachine? loaded)
    {
        loaded = null;
        return Answer() ?? LoadRefusal;
    }

    public string? FlushMetrics() => Answer();

    public string? ReopenOutputs() => Answer();

    public string? PressCtrlAltDel() => Answer();

    private string? Answer()
    {
        Calls++;
        return Failure is null ? Refusal : throw Failure;
    }
}
