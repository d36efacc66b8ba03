using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// The rules of this process's filters, where a signal handler can read them: outside the managed heap, never freed, without locks.
/// </summary>
internal static unsafe class RuleTables
{
    // Indexed by profile, from 1; null until the filters are known.
    private static Table* _tables;

    /// <summary>Whether the filters were compiled from other profiles than the shipped ones.</summary>
    internal static bool AreCustom { get; private set; }

    /// <summary>Keeps the places of the rules; once, before the first filter is installed.</summary>
    /// <param name="set">A set of <see cref="Linux.Memory.PlacedBytes"/>.</param>
    internal static void Keep(FilterSet set)
    {
        AreCustom = (set.Options & FilterSetOptions.Custom) != 0;
        Table* tables = (Table*)NativeMemory.AllocZeroed((nuint)FilterProfiles.All.Length + 1, (nuint)sizeof(Table));
        foreach (FilterProfile profile in FilterProfiles.All)
        {
            ReadOnlySpan<byte> bytes = set.Rules(profile).Bytes;
            Table* table = &tables[(int)profile];
            table->Bytes = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes));
            table->Length = bytes.Length;
        }
        _tables = tables;
    }

    /// <summary>Finds the rules of a profile. Safe in a signal handler.</summary>
    /// <param name="profile">Number of the profile, which a filter returns with a trap; untrusted.</param>
    /// <returns>False when there is no such profile.</returns>
    internal static bool TryGet(int profile, out RuleTable rules)
    {
        bool known = _tables is not null && profile >= (int)FilterProfile.Launch && profile <= (int)FilterProfile.Vcpu;
        rules = known ? new RuleTable(new ReadOnlySpan<byte>(_tables[profile].Bytes, _tables[profile].Length)) : default;
        return known;
    }

    /// <summary>
    /// Whether a thread's filter allows a call whose other arguments are zero. Of the filters on a thread, its profile's is the strictest. Safe in a
    /// signal handler.
    /// </summary>
    /// <param name="profile">The thread's profile; null for an unknown thread.</param>
    internal static bool Allow(FilterProfile? profile, SystemCall call, ulong first = 0, ulong second = 0, ulong third = 0)
    {
        const int Arguments = 6;
        if (_tables is null)
        {
            return true;
        }
        ulong* arguments = stackalloc ulong[Arguments] { first, second, third, 0, 0, 0 };
        return profile is { } known && TryGet((int)known, out RuleTable rules)
            && rules.Nearest((int)call, new ReadOnlySpan<ulong>(arguments, Arguments), out RuleRecord rule, out _) == RuleMatch.Whole
            && rule.Action.Permits;
    }

    /// <summary>Whether a profile allows polling a descriptor for writability and writing lines to it. Safe in a signal handler.</summary>
    /// <param name="profile">The thread's profile; null for an unknown thread.</param>
    internal static bool AllowWrite(FilterProfile? profile, int descriptor) =>
        Allow(profile, SystemCall.SYS_poll, second: 1) && Allow(profile, SystemCall.SYS_write, (ulong)descriptor);

    [NotInHeader("not the kernel's; only this process reads it")]
    private struct Table
    {
        internal byte* Bytes;
        internal int Length;
    }
}
