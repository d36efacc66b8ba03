using System.Linq;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;

namespace Kiln.Jailer.ProfileCommands.Attest;

/// <summary>The programs that profiles compile to, enforced and as <c>--seccomp-log</c> weakens them.</summary>
internal sealed class KnownPrograms
{
    private readonly FilterSet _enforced;
    private readonly FilterSet _logging;

    /// <summary>Takes a set.</summary>
    /// <param name="set">The set, enforced.</param>
    internal KnownPrograms(FilterSet set)
    {
        _enforced = set;
        _logging = FilterSet.TryRead(set.ToLogOnly(), out FilterSet? logging, out string? error)
            ? logging
            : throw new InvalidOperationException(error);
    }

    /// <summary>A program's instructions.</summary>
    /// <param name="profile">Which.</param>
    internal ReadOnlySpan<sock_filter> this[FilterProfile profile] => _enforced.Program(profile);

    /// <summary>Recognizes a filter.</summary>
    /// <param name="index">Its place on the thread.</param>
    /// <param name="instructions">What the kernel gave back.</param>
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
