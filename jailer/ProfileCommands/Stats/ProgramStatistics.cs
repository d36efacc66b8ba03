using System.Linq;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;

namespace Kiln.ProfileCommands.Stats;

/// <summary>The cost of a thread's filters: its own program and those installed before it.</summary>
/// <param name="Instructions">Length of the own program, in instructions.</param>
/// <param name="StackInstructions">Total length of all programs on the thread.</param>
/// <param name="Calls">The calls that all programs together can allow, by name.</param>
internal sealed record ProgramStatistics(
    FilterProfile Profile, int Instructions, int StackInstructions, IReadOnlyList<CallStatistics> Calls)
{
    /// <summary>How many of the calls the kernel answers from its action cache.</summary>
    internal int Cached => Calls.Count(call => call.IsCached);

    /// <summary>Measures every program of a set.</summary>
    /// <param name="set">The set, compiled for x86_64.</param>
    internal static IReadOnlyList<ProgramStatistics> Of(FilterSet set) => [.. FilterProfiles.All.ToArray().Select(profile => Of(set, profile))];

    private static ProgramStatistics Of(FilterSet set, FilterProfile profile)
    {
        IReadOnlyList<FilterProfile> stack = FilterProfiles.StackOf(profile);
        PathAnalysis[] analyses = [.. stack.Select(carried => new PathAnalysis(set.Program(carried), (uint)AuditArchitecture.AUDIT_ARCH_X86_64))];
        List<CallStatistics> calls = [];
        foreach (int number in SyscallTable.Numbers)
        {
            CallPath[] paths = [.. analyses.Select(analysis => analysis.Of(number))];
            if (Array.TrueForAll(paths, path => path.ShortestAllow is not null))
            {
                calls.Add(new CallStatistics(
                    SyscallTable.NameOf(number)!, paths.Sum(path => path.ShortestAllow!.Value), paths.Sum(path => path.Longest),
                    Array.TrueForAll(paths, path => path.IsConstant)));
            }
        }
        return new ProgramStatistics(
            profile, set.Program(profile).Length, stack.Sum(carried => set.Program(carried).Length),
            [.. calls.OrderBy(call => call.Name, StringComparer.Ordinal)]);
    }
}
