using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Taps;
using Kiln.Linux.Files;
using Kiln.Linux.Identity;
using Kiln.Linux.Processes;

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
        JailerCapabilities.Demand(spec.Taps.Count > 0);
        DemandRoomForCopy(spec.ExecFile);
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

    private static void DemandRoomForCopy(ExecFile execFile)
    {
        ulong limit = ResourceLimit.Of(Resource.RLIMIT_FSIZE);
        if ((ulong)execFile.Status.Length > limit)
        {
            throw new JailerFailure(
                $"{execFile.Path} has {execFile.Status.Length} bytes, and its copy in the jail may have {limit}, the caller's limit of files' sizes: "
                + "raise it (ulimit -f unlimited); --resource-limit fsize=N limits the monitor alone");
        }
    }
}
