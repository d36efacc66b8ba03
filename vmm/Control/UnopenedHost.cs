using Kiln.Vmm.Logging;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Control;

/// <summary>
/// The host of a configuration that is only checked: it finds what is wrong in what is said, and opens nothing of what is named, since a
/// path of a jail is none outside.
/// </summary>
internal sealed class UnopenedHost : IMachineHost
{
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
    public string? Configure(LoggerConfiguration configuration) => null;

    /// <inheritdoc/>
    public string? Configure(MetricsConfiguration configuration) => null;

    /// <inheritdoc/>
    public string? Start(VmConfiguration configuration) => throw NoMachine();

    /// <inheritdoc/>
    public string? Pause() => throw NoMachine();

    /// <inheritdoc/>
    public string? Resume() => throw NoMachine();

    /// <inheritdoc/>
    public string? FlushMetrics() => throw NoMachine();

    /// <inheritdoc/>
    public string? PressCtrlAltDel() => throw NoMachine();

    private static InvalidOperationException NoMachine() => new("a configuration that is only checked starts nothing");
}
