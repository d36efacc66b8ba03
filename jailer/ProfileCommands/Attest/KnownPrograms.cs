using System.Linq;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Attest;

/// <summary>The compiled programs, in the enforcing variant and in that of <c>--seccomp-log</c>.</summary>
internal sealed class KnownPrograms
{
    private readonly FilterSet _enforced;
    private readonly FilterSet _logging;

    internal KnownPrograms(FilterSet set)
    {
        _enforced = set;
        _logging = FilterSet.TryRead(set.ToLogOnly(), out FilterSet? logging, out string? error)
            ? logging
            : throw new InvalidOperationException(error);
    }

    /// <summary>The instructions of the enforcing variant.</summary>
    internal ReadOnlySpan<sock_filter> this[FilterProfile profile] => _enforced.Program(profile);

    /// <summary>Identifies a filter by its instructions.</summary>
    /// <param name="index">Its position on the thread, 0 for the oldest.</param>
    /// <param name="instructions">The instructions as read back from the kernel.</param>
    internal CarriedFilter Recognize(int index, sock_filter[] instructions)
    {
        FilterProfile[] profiles = FilterProfiles.All.ToArray();
        FilterProfile? enforced = Find(profiles, _enforced, instructions);
        return new CarriedFilter(index, instructions, enforced ?? Find(profiles, _logging, instructions), enforced is null);
    }

    private static FilterProfile? Find(FilterProfile[] profiles, FilterSet set, sock_filter[] instructions) =>
        profiles.Where(profile => AreSame(set.Program(profile), instructions)).Select(profile => (FilterProfile?)profile).FirstOrDefault();

    private static bool AreSame(ReadOnlySpan<sock_filter> program, ReadOnlySpan<sock_filter> other) =>
        MemoryMarshal.AsBytes(program).SequenceEqual(MemoryMarshal.AsBytes(other));
}
