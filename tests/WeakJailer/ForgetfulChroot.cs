using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Tmds.Linux;

namespace Kiln.WeakJailer;

/// <summary>
/// Replaces pivot_root when that step is omitted, since the program must still be found: a chroot(2) that keeps the working directory and leaves
/// the host's root in place.
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
