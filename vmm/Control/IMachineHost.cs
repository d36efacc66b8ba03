using Kiln.Vmm.Logging;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Control;

/// <summary>
/// Carries out what the <see cref="Controller"/> has found legal. Each call returns null, or why it was not done, in the words that clients
/// match and without the category before them; then nothing is changed.
/// </summary>
internal interface IMachineHost
{
    /// <summary>Opens what the machine boots, in place of what was opened before.</summary>
    /// <param name="source">What it boots.</param>
    string? Open(BootSource source);

    /// <summary>Opens the file of a drive, in place of the one of the same id.</summary>
    /// <param name="drive">The drive; it is a file's.</param>
    string? Open(DriveConfiguration drive);

    /// <summary>Changes a drive of the running guest: first its file, then its limit. Without the one there is not the other.</summary>
    /// <param name="update">The change.</param>
    string? Update(DriveUpdate update);

    /// <summary>Changes the log.</summary>
    /// <param name="configuration">What is logged, and where.</param>
    string? Configure(LoggerConfiguration configuration);

    /// <summary>Begins to write metrics.</summary>
    /// <param name="configuration">Where.</param>
    string? Configure(MetricsConfiguration configuration);

    /// <summary>Builds the machine and lets the guest run.</summary>
    /// <param name="configuration">What it is made of; its boot source and drives are those that were opened last.</param>
    string? Start(VmConfiguration configuration);

    /// <summary>Stops processors and devices where they are.</summary>
    string? Pause();

    /// <summary>Lets them go on.</summary>
    string? Resume();

    /// <summary>Writes a line of metrics.</summary>
    string? FlushMetrics();

    /// <summary>Presses Ctrl, Alt and Del.</summary>
    string? PressCtrlAltDel();
}
