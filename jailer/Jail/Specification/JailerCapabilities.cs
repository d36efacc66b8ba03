using System.Text;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Capabilities;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>The capabilities that the steps of a jail use. Without one of them no start comes to its end.</summary>
internal static class JailerCapabilities
{
    private static ReadOnlySpan<Capability> Always =>
    [
        Capability.CAP_CHOWN, Capability.CAP_DAC_OVERRIDE, Capability.CAP_FOWNER, Capability.CAP_SETGID, Capability.CAP_SETUID,
        Capability.CAP_SETPCAP, Capability.CAP_SYS_ADMIN, Capability.CAP_MKNOD,
    ];

    /// <summary>Demands those that a jail needs.</summary>
    /// <param name="withTaps">Whether the jailer hands over taps.</param>
    /// <exception cref="JailerFailure">Some are missing; the message names them.</exception>
    internal static void Demand(bool withTaps)
    {
        ulong held = CapabilitySets.Effective;
        ulong needed = withTaps ? Bit(Capability.CAP_NET_ADMIN) : 0;
        foreach (Capability capability in Always)
        {
            needed |= Bit(capability);
        }
        if ((needed & ~held) is not 0 and var missing)
        {
            throw new JailerFailure(
                $"the jailer lacks {Names(missing)}; it needs {Names(needed)}: "
                + "let its service or container have them (systemd: CapabilityBoundingSet=, containers: --cap-add)");
        }
    }

    private static ulong Bit(Capability capability) => 1UL << (int)capability;

    private static string Names(ulong set)
    {
        StringBuilder names = new();
        foreach (Capability capability in (ReadOnlySpan<Capability>)[.. Always, Capability.CAP_NET_ADMIN])
        {
            if ((set & Bit(capability)) != 0)
            {
                names.Append(names.Length > 0 ? ", " : "").Append(capability);
            }
        }
        return names.ToString();
    }
}
