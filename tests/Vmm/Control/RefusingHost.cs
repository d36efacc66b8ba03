using Kiln.Vmm.Control;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Tests.Control;

/// <summary>A host that refuses the first thing that it is asked, which should be the log.</summary>
internal sealed class RefusingHost : IMachineHost
{
    internal int Calls { get; private set; }

    public string? Open(BootSource source) => Refuse();

    public string? Open(DriveConfiguration drive) => Refuse();

    public string? Update(DriveUpdate update) => Refuse();

    public string? Configure(LoggerConfiguration configuration) => Refuse();

    public string? Configure(MetricsConfiguration configuration) => Refuse();

    public string? Start(VmConfiguration configuration) => Refuse();

    public string? Pause() => Refuse();

    public string? Resume() => Refuse();

    public string? FlushMetrics() => Refuse();

    public string? PressCtrlAltDel() => Refuse();

    private string Refuse()
    {
        Calls++;
        return "no logs today";
    }
}
