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

    [NotInHeader("LANDLOCK_CREATE_RULESET_ERRATA; headers of Debian 12 are older")]
    private const nuint AskForErrata = 2;

    // Until it was mended (Linux 6.15, and 6.12 later), a thread in a domain could not signal a thread of its own process that is not.
    [NotInHeader("the second erratum of Landlock's documentation")]
    private const nint SignalsWithinProcess = 1 << 1;

    /// <summary>Whether this kernel has scopes, and Landlock is not switched off.</summary>
    public static bool HasScopes => Ask(AskForVersion) >= ScopeVersion;

    // Older kernels do not know the question, and answer with an error.
    private static bool LetsThreadsSignal => Ask(AskForErrata) is var errata and > 0 && (errata & SignalsWithinProcess) != 0;

    /// <summary>Prepares to enter a domain that restricts scopes and nothing else. The caller must be root then, or have no_new_privs.</summary>
    /// <returns>The open ruleset, until the call is made; null when the kernel does not make one.</returns>
    public static OwnedDescriptor? TryPrepare(CallSequence calls, LandlockScope scopes)
    {
        OwnedDescriptor? ruleset = TryCreate(scopes);
        if (ruleset is not null)
        {
            calls.Add("landlock_restrict_self", SystemCall.SYS_landlock_restrict_self, (nuint)ruleset.Descriptor.Number, 0);
        }
        return ruleset;
    }

    /// <summary>
    /// Has the calling thread, and those that it creates, enter a domain that restricts scopes and nothing else. Threads that there are stay outside: signals
    /// are only restricted where those can still be sent one. The process must have no_new_privs.
    /// </summary>
    /// <returns>The scopes that are restricted; none when the kernel has none.</returns>
    public static LandlockScope Enter(LandlockScope scopes)
    {
        LandlockScope possible = LetsThreadsSignal ? scopes : scopes & ~LandlockScope.LANDLOCK_SCOPE_SIGNAL;
        using OwnedDescriptor? ruleset = TryCreate(possible);
        return ruleset is not null && Native.Raw(SystemCall.SYS_landlock_restrict_self, (nuint)ruleset.Descriptor.Number) == 0 ? possible : LandlockScope.None;
    }

    private static nint Ask(nuint question) => Native.Raw(SystemCall.SYS_landlock_create_ruleset, 0, 0, question);

    private static OwnedDescriptor? TryCreate(LandlockScope scopes)
    {
        landlock_ruleset_attr restricted = new() { scoped = scopes };
        nint ruleset = Native.Raw(SystemCall.SYS_landlock_create_ruleset, (nuint)(&restricted), (nuint)sizeof(landlock_ruleset_attr));
        return ruleset < 0 ? null : new OwnedDescriptor((int)ruleset);
    }
}
