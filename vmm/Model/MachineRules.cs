using Kiln.Vmm.Memory;
using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Model;

/// <summary>What a machine's size and processors can be. Whether the host can give it is found when the machine starts.</summary>
internal static class MachineRules
{
    /// <summary>
    /// The most virtio devices of a machine: each has an interrupt of its own, and 17 are left over. With one more the contract refuses the
    /// start.
    /// </summary>
    internal const int MostVirtioDevices = 17;

    private const string VcpuRange =
        "The number of vCPUs must be greater than 0, less than 32 and must be 1 or an even number if SMT is enabled.";

    private const string MemoryRange = "The memory size (MiB) is either 0, or not a multiple of the configured page size.";

    // Pages of 2 MiB come in whole ones.
    private const ulong HugePageMebibytes = 2;

    /// <summary>Makes a change, as a whole or not at all.</summary>
    /// <param name="present">What the machine is.</param>
    /// <param name="update">The change.</param>
    /// <param name="changed">What it is then.</param>
    /// <returns>Null, or why it cannot be so, in the words that clients match.</returns>
    internal static string? TryApply(MachineConfiguration present, MachineConfigurationUpdate update, out MachineConfiguration changed)
    {
        ProcessorTopology processors = new(update.VcpuCount ?? present.Processors.Count, update.Smt ?? present.Processors.Smt);
        changed = new MachineConfiguration(processors, update.MemoryMebibytes ?? present.MemoryMebibytes)
        {
            Pages = update.Pages ?? present.Pages,
            Template = update.Template ?? present.Template,
            TracksDirtyPages = update.TrackDirtyPages ?? present.TracksDirtyPages,
        };
        return ReasonAgainst(processors) ?? ReasonAgainst(changed.MemoryMebibytes, changed.Pages);
    }

    /// <summary>Why a configuration is more than the monitor keeps; null when it is not.</summary>
    /// <param name="configuration">All of it.</param>
    internal static string? ReasonAgainst(VmConfiguration configuration) => ConfigurationText.LengthOf(configuration) is > ConfigurationText.Most and var length
        ? $"the configuration is {length} bytes long; at most {ConfigurationText.Most} are taken; shorten its paths"
        : null;

    /// <summary>Why a machine cannot start, in the words that clients match, as far as its configuration tells; null when it can.</summary>
    /// <param name="configuration">All of it.</param>
    internal static string? ReasonAgainstStart(VmConfiguration configuration) => configuration switch
    {
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
