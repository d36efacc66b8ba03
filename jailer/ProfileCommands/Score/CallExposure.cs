using System.Linq;
using Kiln.Profiles.Model;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;

namespace Kiln.ProfileCommands.Score;

/// <summary>How much of a system call is permitted: a function of the set of permitted calls, so that it matters in no way how rules are written.</summary>
internal static class CallExposure
{
    private const int Arguments = 6;

    // So few that sums of calls are exact in 28 digits, whatever their order.
    private const int Digits = 20;

    /// <summary>What the call counts.</summary>
    /// <param name="call">Its name.</param>
    internal static decimal Of(string call, PermittedCalls permitted) => Math.Round(ExposureWeights.Of(call).Weight * ShareOf(call, permitted), Digits);

    /// <summary>From 0 for a call that is not permitted to 1 for one that is whatever its arguments.</summary>
    private static decimal ShareOf(string call, PermittedCalls permitted)
    {
        if (permitted.IsEmpty)
        {
            return 0;
        }
        // No call is in two grants.
        DangerousGrant? grant = DangerousGrant.All.FirstOrDefault(grant => grant.Calls.Contains(call));
        return grant switch
        {
            { Confined: { } index } => ShareOf(call, index, permitted),
            { Dangerous: { } dangerous } => permitted.CanSatisfy(dangerous) ? 1 : ShareOf(call, dangerous.Index, permitted),
            null => SmallestShareOf(call, permitted),
            // Whatever the conditions, the grant is made.
            _ => (1 + SmallestShareOf(call, permitted)) / 2,
        };
    }

    private static decimal SmallestShareOf(string call, PermittedCalls permitted) =>
        Enumerable.Range(0, Arguments).Min(index => ShareOf(call, index, permitted));

    private static decimal ShareOf(string call, int index, PermittedCalls permitted)
    {
        // Arguments that the kernel does not look at confine nothing.
        ArgumentExtent extent = SyscallArguments.ExtentOf(call, index);
        if (extent == ArgumentExtent.None)
        {
            return 1;
        }
        (ArgumentWidth width, int bits) = extent == ArgumentExtent.Low32 ? (ArgumentWidth.Bits32, 32) : (ArgumentWidth.Bits64, 64);
        return Doublings(permitted.ValuesOf(index, width)) / (bits + 1);
    }

    // 1 for one value and one more for each doubling, in proportion between them: exact, where a logarithm is not the same on every machine.
    private static decimal Doublings(UInt128 values)
    {
        int whole = (int)UInt128.Log2(values);
        return whole + ((decimal)values / (decimal)(UInt128.One << whole));
    }
}
