using Kiln.Vmm.Devices.Virtio.Balloon;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Mmds.Data;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Model.Snapshots;

namespace Kiln.Vmm.Control;

/// <summary>
/// A host that does nothing and refuses only what no host can do: it validates a configuration without KVM and without opening the files that the
/// configuration names.
/// </summary>
internal sealed class CheckingHost : IMachineHost
{
    /// <inheritdoc/>
    public MetadataStore Metadata { get; } = new(ulong.MaxValue);

    /// <inheritdoc/>
    public IBalloonControl? Balloon => null;

    /// <inheritdoc/>
    public string? Open(BootSource source)
    {
        try
        {
            KernelCommandLine.Parse(source.BootArguments);
            return null;
        }
        catch (VmmFailure failure)
        {
            return failure.Message;
        }
    }

    /// <inheritdoc/>
    public string? Open(DriveConfiguration drive) => null;

    /// <inheritdoc/>
    public string? Update(DriveUpdate update) => null;

    /// <inheritdoc/>
    public string? Open(NetworkInterfaceConfiguration network, out string device)
    {
        device = network.HostDevice;
        return null;
    }

    /// <inheritdoc/>
    public string? Update(NetworkInterfaceUpdate update) => null;

    /// <inheritdoc/>
    public string? Open(VsockConfiguration vsock) => null;

    /// <inheritdoc/>
    public string? Configure(LoggerConfiguration configuration) => null;

    /// <inheritdoc/>
    public string? ReopenOutputs() => null;

    /// <inheritdoc/>
    public string? Configure(MetricsConfiguration configuration) => null;

    /// <inheritdoc/>
    public string? Start(VmConfiguration configuration) => null;

    /// <inheritdoc/>
    public string? Pause() => null;

    /// <inheritdoc/>
    public string? Resume() => null;

    /// <inheritdoc/>
    public string? CreateSnapshot(SnapshotCreation request, VmConfiguration configuration) => null;

    /// <inheritdoc/>
    public string? LoadSnapshot(SnapshotLoading request, SerialConfiguration serial, out LoadedMachine? loaded)
    {
        loaded = null;
        return null;
    }

    /// <inheritdoc/>
    public string? FlushMetrics() => null;

    /// <inheritdoc/>
    public string? PressCtrlAltDel() => null;
}
