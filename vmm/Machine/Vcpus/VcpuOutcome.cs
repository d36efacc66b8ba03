using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Machine.Vcpus;

/// <summary>Why a vCPU stopped.</summary>
/// <param name="ExitCode">The process's exit status on account of this vCPU.</param>
/// <param name="Message">A line for the operator, or null.</param>
internal readonly record struct VcpuOutcome(ExitCode ExitCode, string? Message)
{
    /// <summary>The guest requested a reset or shutdown, or the monitor a stop.</summary>
    internal static VcpuOutcome Finished => new(ExitCode.Ok, null);

    /// <summary>The guest cannot continue.</summary>
    internal static VcpuOutcome Failed(string message) => new(ExitCode.GenericError, message);
}
