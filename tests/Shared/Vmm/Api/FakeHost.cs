using Kiln.Vmm.Control;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Testing.Vmm.Api;

/// <summary>A machine that does nothing, and does it at once; or that refuses everything.</summary>
internal sealed class FakeHost : IMachineHost
{
    /// <summary>What it says to everything; null when it does it.</summary>
    internal string? Refusal { get; set; }

    /// <summary>What it throws at everything; null when it does not.</summary>
    internal Exception? Failure { get; set; }

    /// <summary>How often it was asked for anything.</summary>
    internal int Calls { get; private set; }

    public string? Open(BootSource source) => Answer();

    public string? Open(DriveConfiguration drive) => Answer();

    public string? Update(DriveUpdate update) => Answer();

    public string? Configure(LoggerConfiguration configuration) => Answer();

    public string? Configure(MetricsConfiguration configuration) => Answer();

    public string? Start(VmConfiguration configuration) => Answer();

    public string? Pause() => Answer();

    public string? Resume() => Answer();

    public string? FlushMetrics() => Answer();

    public string? PressCtrlAltDel() => Answer();

    private string? Answer()
    {
        Calls++;
        return Failure is null ? Refusal : throw Failure;
    }
}
