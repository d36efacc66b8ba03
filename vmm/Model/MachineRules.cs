using Kiln.Vmm.Memory;
using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Model;

/// <summary>The rules for configurations. Whether the host has the resources is checked when the machine starts.</summary>
internal static class MachineRules
{
    /// <summary>
    /// The maximum number of virtio devices: each needs an interrupt of its own, and 17 are available. As in the contract, the start is refused
    /// when there are more.
    /// </summary>
    internal const int MostVirtioDevices = 17;

    private const string VcpuRange =
        "The number of vCPUs must be greater than 0, less than 32 and must be 1 or an even number if SMT is enabled.";

    private const string MemoryRange = "The memory size (MiB) is either 0, or not a multiple of the configured page size.";

    // Memory with 2 MiB pages must be a multiple of the page size.
    private const ulong HugePageMebibytes = 2;

    private const string BalloonRange = "The memory size (MiB) is smaller than the previously set balloon device target size.";

    /// <summary>Applies an update as a whole or not at all.</summary>
    /// <param name="configuration">The configuration of the machine before it.</param>
    /// <returns>Null on success, else an error message that clients match.</returns>
    internal static string? TryApply(VmConfiguration configuration, MachineConfigurationUpdate update, out MachineConfiguration changed)
    {
        MachineConfiguration present = configuration.Machine;
        ProcessorTopology processors = new(update.VcpuCount ?? present.Processors.Count, update.Smt ?? present.Processors.Smt);
        changed = new MachineConfiguration(processors, update.MemoryMebibytes ?? present.MemoryMebibytes)
        {
            Pages = update.Pages ?? present.Pages,
            Template = update.Template ?? present.Template,
            TracksDirtyPages = update.TrackDirtyPages ?? present.TracksDirtyPages,
        };
        string? smallness = configuration.Balloon?.Mebibytes > changed.MemoryMebibytes ? BalloonRange : null;
        return ReasonAgainst(processors) ?? ReasonAgainst(changed.MemoryMebibytes, changed.Pages) ?? smallness;
    }

    /// <summary>Why a configuration is too long to store; null if it is not.</summary>
    internal static string? ReasonAgainst(VmConfiguration configuration) => ConfigurationText.LengthOf(configuration) is > ConfigurationText.Most and var length
        ? $"the configuration is {length} bytes long; at most {ConfigurationText.Most} are taken; shorten its paths"
        : null;

    /// <summary>Why a machine cannot start, as far as its configuration tells, as an error message that clients match; null if it can.</summary>
    internal static string? ReasonAgainstStart(VmConfiguration configuration) => configuration switch
    {
        { Balloon: { } balloon, Machine: var machine } when balloon.ReasonAgainst(machine.MemoryMebibytes) is { } reason => reason,
        { BootSource: null } => "Cannot start microvm without kernel configuration.",
        { VirtioDevices: > MostVirtioDevices and var count } =>
            $"Could not allocate GSI: The requested resource is not available. There are {count} virtio devices, and interrupts for "
            + $"{MostVirtioDevices}; configure fewer",
        _ => null,
    };

    private static string? ReasonAgainst(ProcessorTopology processors) => processors switch
    {
        { Count: 0 or > MachineConfiguration.MaximumVcpus } => VcpuRange,
        { Smt: true, Count: > 1 } when processors.Count % 2 != 0 => VcpuRange,
        _ => null,
    };

    private static string? ReasonAgainst(ulong mebibytes, HugePages pages) => mebibytes switch
    {
        0 => MemoryRange,
        _ when pages != HugePages.None && mebibytes % HugePageMebibytes != 0 => MemoryRange,
        _ => null,
    };
}
