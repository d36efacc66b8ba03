using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Networks;

/// <summary>What a tap leaves to the guest, as the host's kernel has it: the monitor has said so for the guest's driver (TUNSETOFFLOAD).</summary>
internal static class TapOffloads
{
    /// <param name="place">The words by which nsenter goes to its network; none for this thread's own.</param>
    internal static (bool Checksums, bool Segments) Of(string tap, params string[] place)
    {
        ProgramResult result = RunningProgram.Run("nsenter", [.. place, Artifacts.Guest("linux-offloads"), tap]);
        Assert.True(result.Status == 0, result.Output + result.Error);
        return (result.Output.Contains("checksums=on", StringComparison.Ordinal), result.Output.Contains(" segments=on", StringComparison.Ordinal));
    }
}
