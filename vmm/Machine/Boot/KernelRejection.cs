using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Machine.Boot;

/// <summary>The line by which a kernel image is refused, whatever its format.</summary>
internal static class KernelRejection
{
    /// <summary>Makes the failure.</summary>
    /// <param name="file">The image.</param>
    /// <param name="reason">What is wrong with it, and the cure where there is one.</param>
    internal static VmmFailure Of(KernelFile file, string reason) =>
        new($"the kernel {Excerpt.OfPath(file.Path)} cannot be loaded: {reason}");
}
