using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Taps;
using Kiln.Linux.Files;
using Kiln.Linux.Identity;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>What the host must provide before the first step.</summary>
internal static class HostRequirements
{
    /// <summary>Checks the jailer's privileges and the devices.</summary>
    /// <exception cref="JailerFailure"/>
    internal static void Check(JailSpec spec)
    {
        if (!Credentials.IsRoot)
        {
            throw new JailerFailure("building a jail requires root; run jailer with sudo");
        }
        using OpenDirectory devices = OpenDirectory.Open("/dev");
        if (devices.StatusOf("kvm") is not { IsCharacterDevice: true })
        {
            throw new JailerFailure(
                "this host has no /dev/kvm; load the kvm_intel or kvm_amd module and, on a virtual host, enable nested virtualization");
        }
        if (spec.Taps.Count > 0 && devices.StatusOf("net/tun") is not { IsCharacterDevice: true })
        {
            throw new JailerFailure(TapRefusal.NoNode);
        }
    }
}
