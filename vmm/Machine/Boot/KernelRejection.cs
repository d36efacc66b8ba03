using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Machine.Boot;

/// <summary>The failure message for a rejected kernel image of any format.</summary>
internal static class KernelRejection
{
    /// <param name="reason">What is wrong with the image, and the remedy if there is one.</param>
    internal static VmmFailure Of(KernelFile file, string reason) =>
        new($"the kernel {Excerpt.OfPath(file.Path)} cannot be loaded: {reason}");
}
