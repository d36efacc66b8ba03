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

    public string? Open(BootSource source) => Refusal;

    public string? Open(DriveConfiguration drive) => Refusal;

    public string? Update(DriveUpdate update) => Refusal;

    public string? Configure(LoggerConfiguration configuration) => Refusal;

    public string? Configure(MetricsConfiguration configuration) => Refusal;

    public string? Start(VmConfiguration configuration) => Refusal;

    public string? Pause() => Refusal;

    public string? Resume() => Refusal;

    public string? FlushMetrics() => Refusal;

    public string? PressCtrlAltDel() => Refusal;
}
