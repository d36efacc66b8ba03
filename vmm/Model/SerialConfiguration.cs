using Kiln.Vmm.Limits;

namespace Kiln.Vmm.Model;

/// <summary>The configuration of the first serial port.</summary>
/// <param name="OutputPath">
/// The file or pipe for output, and then there is no input; null for standard output and input. In a jail, relative to the jail's root.
/// </param>
/// <param name="Limit">The rate limit of the output with one token per byte, or null.</param>
internal sealed record SerialConfiguration(string? OutputPath, TokenBucketSize? Limit)
{
    /// <summary>The default: standard input and output, without a limit.</summary>
    internal static SerialConfiguration Default { get; } = new(null, null);
}
