using System.Linq;
using Kiln.Seccomp.Proof;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;

namespace Kiln.ProfileCommands.Diff;

/// <summary>What a thread's filters answer differently.</summary>
/// <param name="Thread">Its newest program.</param>
/// <param name="NotProven">The calls whose answers could not be followed.</param>
internal sealed record ThreadDifference(FilterProfile Thread, IReadOnlyList<ThreadChange> Changes, IReadOnlyList<string> NotProven)
{
    // The threads of a running monitor come first; setup and launch contain their rules.
    private static readonly FilterProfile[] _order =
        [FilterProfile.Vmm, FilterProfile.Api, FilterProfile.Vcpu, FilterProfile.Runtime, FilterProfile.Setup, FilterProfile.Launch];

    /// <summary>The threads that both sides have.</summary>
    internal static IReadOnlyList<ThreadDifference> Between(FilterSide before, FilterSide after) =>
    [
        .. _order.Where(thread => before.Stacks.ContainsKey(thread) && after.Stacks.ContainsKey(thread)).Select(thread =>
        {
            StackProof proof = StackProof.Of(before.Stacks[thread], after.Stacks[thread]);
            return new ThreadDifference(
                thread,
                [.. proof.Changes.Select(change => ThreadChange.Of(thread, change, before, after))],
                [.. proof.NotProven.Select(number => SyscallTable.NameOf(number) ?? $"call {(uint)number}")]);
        }),
    ];
}
