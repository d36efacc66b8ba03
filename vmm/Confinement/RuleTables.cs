using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;

namespace Kiln.Vmm.Confinement;

/// <summary>The rules of this process's filters, where a signal handler finds them: outside the managed heap, never freed, without locks.</summary>
internal static unsafe class RuleTables
{
    // By profile, which count from 1; null until the filters are known.
    private static Table* _tables;

    /// <summary>Whether the filters come from other profiles than the shipped ones.</summary>
    internal static bool AreCustom { get; private set; }

    /// <summary>Copies the rules; once, before the first filter is on.</summary>
    /// <param name="set">The filters.</param>
    internal static void Keep(FilterSet set)
    {
        AreCustom = (set.Options & FilterSetOptions.Custom) != 0;
        Table* tables = (Table*)NativeMemory.AllocZeroed((nuint)FilterProfiles.All.Length + 1, (nuint)sizeof(Table));
        foreach (FilterProfile profile in FilterProfiles.All)
        {
            ReadOnlySpan<byte> bytes = set.Rules(profile).Bytes;
            Table* table = &tables[(int)profile];
            table->Bytes = (byte*)NativeMemory.AllocZeroed((nuint)bytes.Length, 1);
            table->Length = bytes.Length;
            bytes.CopyTo(new Span<byte>(table->Bytes, bytes.Length));
        }
        _tables = tables;
    }

    /// <summary>The rules of a program. Safe in a signal handler.</summary>
    /// <param name="profile">The profile's number, as a program gives it along with a trap; any number.</param>
    /// <param name="rules">Its rules.</param>
    /// <returns>Whether there is such a program.</returns>
    internal static bool TryGet(int profile, out RuleTable rules)
    {
        bool known = _tables is not null && profile >= (int)FilterProfile.Launch && profile <= (int)FilterProfile.Vcpu;
        rules = known ? new RuleTable(new ReadOnlySpan<byte>(_tables[profile].Bytes, _tables[profile].Length)) : default;
        return known;
    }

    /// <summary>
    /// Whether a thread's program lets a call through whose other arguments are zero: of all that it carries it is the strictest. Safe in a signal
    /// handler.
    /// </summary>
    /// <param name="profile">The program; null for a thread that nobody knows.</param>
    /// <param name="call">The call.</param>
    /// <param name="first">Its first argument.</param>
    /// <param name="second">Its second argument.</param>
    /// <param name="third">Its third argument.</param>
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

    /// <summary>Whether it lets lines be written to a descriptor, and asked before whether that would wait. Safe in a signal handler.</summary>
    /// <param name="profile">The program; null for a thread that nobody knows.</param>
    /// <param name="descriptor">The descriptor.</param>
    internal static bool AllowWrite(FilterProfile? profile, int descriptor) =>
        Allow(profile, SystemCall.SYS_poll, second: 1) && Allow(profile, SystemCall.SYS_write, (ulong)descriptor);

    private struct Table
    {
        internal byte* Bytes;
        internal int Length;
    }
}
