namespace Kiln.Vmm.CommandLine;

/// <summary>What the operator asked for.</summary>
/// <param name="Id">Names the microVM.</param>
/// <param name="ConfigurationFile">Describes the machine.</param>
/// <param name="BootTimer">Whether the guest can say that it has booted.</param>
/// <param name="Filters">What is said about filters.</param>
internal sealed record VmmOptions(string Id, string ConfigurationFile, bool BootTimer, FilterOptions Filters);
