using System.Globalization;
using System.IO;
using System.Linq;
using Kiln.Jailer.Foundation;
using Kiln.ProfileCommands.Options;
using Kiln.ProfileCommands.Threads;
using Kiln.ProfileCommands.Why;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Proof;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Diff;

/// <summary>One side of a comparison: the filters that each thread carries.</summary>
internal sealed class FilterSide
{
    // By the newest program; those of a running process are what its threads carry.
    private readonly IReadOnlyDictionary<FilterProfile, FilterStack> _stacks;

    private FilterSide(IReadOnlyDictionary<FilterProfile, FilterStack> stacks) => _stacks = stacks;

    /// <summary>The word for the shipped profiles.</summary>
    internal const string Shipped = "shipped";

    /// <summary>The profiles that the filters were compiled from; null when there is only a set, a process, or a filter of others.</summary>
    internal SideProfiles? Profiles { get; private init; }

    /// <summary>The filter of a file of instructions, which stands for every thread; else null.</summary>
    internal FilterStack? Alone { get; private init; }

    /// <summary>What a thread carries; null when the side has no such thread.</summary>
    internal FilterStack? StackOf(FilterProfile thread) => Alone ?? _stacks.GetValueOrDefault(thread);

    /// <summary>The line that permits calls of a thread; null when there are no profiles.</summary>
    internal string? PlaceOf(FilterProfile thread, AnswerChange change) => Profiles?.PlaceOf(thread, change.Calls);

    /// <summary>Reads a side.</summary>
    /// <param name="operand">A directory, a file with a filter set or with BPF instructions, <see cref="Shipped"/>, or a pid.</param>
    /// <exception cref="JailerFailure">It is none of them, or cannot be read.</exception>
    internal static FilterSide Of(string operand) => operand switch
    {
        Shipped => OfProfiles(null),
        _ when Directory.Exists(operand) => OfProfiles(operand),
        _ when File.Exists(operand) => OfFile(operand),
        _ when int.TryParse(operand, NumberStyles.None, CultureInfo.InvariantCulture, out int process) && process > 0 => OfProcess(process),
        _ => throw new JailerFailure($"'{operand}' is no directory of profiles, no file with a filter set and no pid; for the shipped profiles say {Shipped}"),
    };

    /// <summary>The filters that profiles compile to.</summary>
    /// <param name="directory">The directory, or null for the shipped profiles.</param>
    /// <exception cref="JailerFailure">The profiles have errors.</exception>
    internal static FilterSide OfProfiles(string? directory)
    {
        FilterSet set = ProfileOptions.CompiledSetOf(directory);
        return new FilterSide(StacksOf(set)) { Profiles = new SideProfiles(set, ProfileOptions.SourceOf(directory)) };
    }

    private static Dictionary<FilterProfile, FilterStack> StacksOf(FilterSet set) =>
        FilterProfiles.All.ToArray().ToDictionary(thread => thread, thread => ThreadFilters.StackOf(thread, set));

    private static FilterSide OfFile(string file) => FilterFile.Read(file) switch
    {
        { Set: { } set } => new FilterSide(StacksOf(set)),
        { Program: var program } => new FilterSide(new Dictionary<FilterProfile, FilterStack>()) { Alone = new FilterStack([program]) },
    };

    // Threads of one role carry the same filters, which attest checks.
    private static FilterSide OfProcess(int process)
    {
        Dictionary<FilterProfile, FilterStack> stacks = [];
        foreach (ProcessThread thread in ProcessThread.Of(process))
        {
            if (thread.Program is { } program && !thread.IsKernelWorker && !stacks.ContainsKey(program) && CarriedPrograms.Read(thread) is { HasEnded: false } filters)
            {
                stacks.Add(program, filters.Error is { } error
                    ? throw new JailerFailure($"the filters of process {process} cannot be read: {error}; run it as root of the host, outside of containers and filters")
                    : new FilterStack([.. filters.Programs.Reverse()]));
            }
        }
        return stacks.Count > 0 ? new FilterSide(stacks) : throw new JailerFailure($"process {process} has no thread of a monitor; give the pid of a running one");
    }
}
