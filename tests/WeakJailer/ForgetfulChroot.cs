using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Tmds.Linux;

namespace Kiln.WeakJailer;

/// <summary>
/// Stands in for pivot_root where that is left out, since the program must be found: a chroot(2) that leaves the working directory where it
/// was, and the host's root in place.
/// </summary>
internal sealed class ForgetfulChroot : IJailStep
{
    /// <inheritdoc/>
    public string Description => "chroot into it, with the working directory outside";

    /// <inheritdoc/>
    public unsafe void Apply(JailState state)
    {
        using OpenDirectory outside = OpenDirectory.Open("/");
        fixed (byte* here = ".\0"u8)
        {
            LinuxException.ThrowIfFailed(LibC.chroot(here), "chroot", ".");
        }
        outside.MakeWorkingDirectory();
    }
}
