using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Machine.Vcpus;

/// <summary>Why a vCPU stopped.</summary>
/// <param name="ExitCode">The status that the process ends with on account of it.</param>
/// <param name="Message">The line for the operator, or null when there is nothing to say.</param>
internal readonly record struct VcpuOutcome(ExitCode ExitCode, string? Message)
{
    /// <summary>The guest asked for a reset or a shutdown, or the monitor for a stop.</summary>
    internal static VcpuOutcome Finished => new(ExitCode.Ok, null);

    /// <summary>The guest cannot go on.</summary>
    /// <param name="message">Why.</param>
    internal static VcpuOutcome Failed(string message) => new(ExitCode.GenericError, message);
}
