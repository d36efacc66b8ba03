using Kiln.Jailer.Foundation;
using Kiln.Linux.Files;
using Kiln.Linux.Identity;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>What the host must give before the first step is taken.</summary>
internal static class HostRequirements
{
    /// <summary>Checks for privileges and a KVM device.</summary>
    /// <exception cref="JailerFailure">Either is missing.</exception>
    internal static void Check()
    {
        if (!Credentials.IsRoot)
        {
            throw new JailerFailure("a jail needs root to be built; run jailer with sudo");
        }
        using OpenDirectory devices = OpenDirectory.Open("/dev");
        if (devices.StatusOf("kvm") is not { IsCharacterDevice: true })
        {
            throw new JailerFailure(
                "this host has no /dev/kvm; load the kvm_intel or kvm_amd module and, on a virtual host, enable nested virtualization");
        }
    }
}
