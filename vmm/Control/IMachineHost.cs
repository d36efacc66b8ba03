using Kiln.Vmm.Devices.Virtio.Balloon;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Mmds.Data;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Model.Snapshots;

namespace Kiln.Vmm.Control;

/// <summary>
/// Carries out the actions that the <see cref="Controller"/> permits. Each call returns null on success, otherwise the reason without its category,
/// which clients match; nothing has changed then.
/// </summary>
internal interface IMachineHost
{
    /// <summary>The guest's metadata.</summary>
    MetadataStore Metadata { get; }

    /// <summary>The balloon of the guest; null before the start, and when it has none.</summary>
    IBalloonControl? Balloon { get; }

    /// <summary>Opens the files to boot from, replacing those opened before.</summary>
    string? Open(BootSource source);

    /// <summary>Opens a drive's file, replacing the file of a drive with the same ID.</summary>
    /// <param name="drive">The drive, which must be backed by a file.</param>
    string? Open(DriveConfiguration drive);

    /// <summary>Changes a drive while the guest runs: its file, then its rate limit. A failure with the file leaves the limit unchanged.</summary>
    string? Update(DriveUpdate update);

    /// <summary>Opens a network interface's tap, replacing the tap of an interface with the same ID.</summary>
    /// <param name="device">The tap's name, which the kernel completes if it contains <c>%d</c>.</param>
    string? Open(NetworkInterfaceConfiguration network, out string device);

    /// <summary>Changes the rate limits of a network interface while the guest runs.</summary>
    string? Update(NetworkInterfaceUpdate update);

    /// <summary>Binds a vsock device's socket, replacing that of the present device.</summary>
    string? Open(VsockConfiguration vsock);

    /// <param name="configuration">Log level, line format and target.</param>
    string? Configure(LoggerConfiguration configuration);

    /// <summary>Starts writing metrics.</summary>
    string? Configure(MetricsConfiguration configuration);

    /// <summary>Builds the machine and starts the guest.</summary>
    /// <param name="configuration">Its configuration; boot source and drives are those opened last.</param>
    string? Start(VmConfiguration configuration);

    /// <summary>Pauses the processors and the devices.</summary>
    string? Pause();

    /// <summary>Resumes the processors and the devices.</summary>
    string? Resume();

    /// <summary>Creates a snapshot of the paused machine.</summary>
    /// <param name="configuration">The machine's configuration.</param>
    string? CreateSnapshot(SnapshotCreation request, VmConfiguration configuration);

    /// <summary>Builds the machine of a snapshot, and resumes it if the request says so. After a failure the monitor ends.</summary>
    /// <param name="serial">Target and rate limit of the serial port.</param>
    /// <param name="loaded">The machine; null after a failure.</param>
    string? LoadSnapshot(SnapshotLoading request, SerialConfiguration serial, out LoadedMachine? loaded);

    /// <summary>Writes a line of metrics.</summary>
    string? FlushMetrics();

    /// <summary>Opens the regular files of log, metrics and console again by their paths. After a failure those that could be opened are the new ones.</summary>
    string? ReopenOutputs();

    /// <summary>Presses Ctrl, Alt and Del on the guest's keyboard.</summary>
    string? PressCtrlAltDel();
}
