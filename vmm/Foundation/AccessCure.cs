using Kiln.Linux.Errors;
using Kiln.Linux.Identity;

namespace Kiln.Vmm.Foundation;

/// <summary>The end of a message about a file that the process may not open: who must be able to do what.</summary>
internal static class AccessCure
{
    /// <param name="need">What has to be possible, such as <c>read</c>.</param>
    /// <returns>Empty for an error with another cause.</returns>
    internal static string Of(Errno errno, string need) => errno == Errno.EACCES || errno == Errno.EPERM
        ? $"; user {Credentials.UserAtStart}, as whom the monitor runs, must be able to {need} it and to enter the directories above it"
        : "";
}
