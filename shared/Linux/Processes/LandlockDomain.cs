using Kiln.Linux.Abi;
using Kiln.Linux.Calls;
using Kiln.Linux.Descriptors;

namespace Kiln.Linux.Processes;

/// <summary>Landlock domains (landlock(7)): a process that is in one cannot leave it, nor can what it executes.</summary>
public static unsafe class LandlockDomain
{
    // The first version of Landlock that has scopes; Linux 6.12.
    [NotInHeader("a version")]
    private const int ScopeVersion = 6;

    [NotInHeader("LANDLOCK_CREATE_RULESET_VERSION; headers of Debian 12 are older")]
    private const nuint AskForVersion = 1;

    /// <summary>Whether this kernel has scopes, and Landlock is not switched off.</summary>
    public static bool HasScopes => Native.Raw(SystemCall.SYS_landlock_create_ruleset, 0, 0, AskForVersion) >= ScopeVersion;

    /// <summary>Prepares to enter a domain that restricts a scope and nothing else. The caller must be root then, or have no_new_privs.</summary>
    /// <returns>The open ruleset, until the call is made; null when the kernel does not make one.</returns>
    public static OwnedDescriptor? TryPrepare(CallSequence calls, LandlockScope scope)
    {
        landlock_ruleset_attr restricted = new() { scoped = scope };
        nint ruleset = Native.Raw(SystemCall.SYS_landlock_create_ruleset, (nuint)(&restricted), (nuint)sizeof(landlock_ruleset_attr));
        if (ruleset < 0)
        {
            return null;
        }
        calls.Add("landlock_restrict_self", SystemCall.SYS_landlock_restrict_self, (nuint)ruleset, 0);
        return new OwnedDescriptor((int)ruleset);
    }
}
