using Kiln.Vmm.Devices.Virtio.Balloon;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Mmds.Data;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Process;

// What is opened before the guest starts, and changed while it runs.
internal sealed partial class MachineHost
{
    /// <inheritdoc/>
    public MetadataStore Metadata => _backends.Metadata.Store;

    /// <inheritdoc/>
    public IBalloonControl? Balloon => _machine?.Balloon;

    /// <inheritdoc/>
    public string? Open(BootSource source)
    {
        try
        {
            BootFiles opened = BootFiles.Open(source);
            _boot?.Dispose();
            _boot = opened;
            return null;
        }
        catch (VmmFailure failure)
        {
            return failure.Message;
        }
    }

    /// <inheritdoc/>
    public string? Open(DriveConfiguration drive) => _backends.Drives.Open(drive);

    /// <inheritdoc/>
    public string? Update(DriveUpdate update)
    {
        IDriveControl drive = _machine!.DriveOf(update.Id)!;
        if (update.Path is { } path && _backends.Drives.Replace(update.Id, path, drive) is { } refusal)
        {
            DriveMetrics.Process.Of(update.Id).UpdateFailures.Increment();
            return refusal;
        }
        if (update.Limit is { } limit)
        {
            drive.Limit(limit);
        }
        return null;
    }

    /// <inheritdoc/>
    public string? Open(NetworkInterfaceConfiguration network, out string device) => _backends.Taps.Open(network, out device);

    /// <inheritdoc/>
    public string? Update(NetworkInterfaceUpdate update)
    {
        _machine!.NetworkOf(update.Id)!.Limit(update);
        return null;
    }

    /// <inheritdoc/>
    public string? Open(VsockConfiguration vsock) => _backends.Vsock.Open(vsock.SocketPath);

    /// <inheritdoc/>
    public string? Configure(LoggerConfiguration configuration) => Log.Logger.Configure(configuration);

    /// <inheritdoc/>
    public string? Configure(MetricsConfiguration configuration) => metrics.Initialise(configuration);

    /// <inheritdoc/>
    public string? ReopenOutputs()
    {
        string? ofLog = Log.Logger.Reopen();
        string? ofMetrics = metrics.Reopen();
        string? ofConsole = _console.Reopen();
        return ofLog ?? ofMetrics ?? ofConsole;
    }
}
