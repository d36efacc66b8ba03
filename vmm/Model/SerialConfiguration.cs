using Kiln.Vmm.Limits;

namespace Kiln.Vmm.Model;

/// <summary>Where the first serial port's output goes, and how fast.</summary>
/// <param name="OutputPath">A file or pipe in place of standard output, and then nothing is typed either; or null. In a jail, a path of the jail.</param>
/// <param name="Limit">One token a byte; or null.</param>
internal sealed record SerialConfiguration(string? OutputPath, TokenBucketSize? Limit)
{
    /// <summary>Standard input and output, without a limit.</summary>
    internal static SerialConfiguration Default { get; } = new(null, null);
}
