using System.Globalization;
using System.IO;
using System.Linq;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.ProfileCommands.Attest;
using Kiln.ProfileCommands.Options;
using Kiln.Profiles;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Proof;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Diff;

/// <summary>One side of a comparison: the filters that each thread carries.</summary>
/// <param name="Stacks">By the newest program; those of a running process are what its threads carry.</param>
internal sealed record FilterSide(IReadOnlyDictionary<FilterProfile, FilterStack> Stacks)
{
    /// <summary>The word for the shipped profiles.</summary>
    internal const string Shipped = "shipped";

    // As the monitor bounds what it reads.
    private const int MaximumLength = 1024 * 1024;

    /// <summary>The set and the profiles that it was compiled from; null when there is only the set, or only a process.</summary>
    internal (FilterSet Set, ProfileLibrary Profiles)? Source { get; private init; }

    /// <summary>Reads a side.</summary>
    /// <param name="operand">A directory, a filter set's file, <see cref="Shipped"/>, or a pid.</param>
    /// <exception cref="JailerFailure">It is none of them, or cannot be read.</exception>
    internal static FilterSide Of(string operand) => operand switch
    {
        Shipped => OfProfiles(null),
        _ when Directory.Exists(operand) => OfProfiles(operand),
        _ when File.Exists(operand) => OfSet(ReadSet(operand)),
        _ when int.TryParse(operand, NumberStyles.None, CultureInfo.InvariantCulture, out int process) && process > 0 => OfProcess(process),
        _ => throw new JailerFailure($"'{operand}' is no directory of profiles, no file with a filter set and no pid; for the shipped profiles say {Shipped}"),
    };

    /// <summary>The filters that profiles compile to.</summary>
    /// <param name="directory">The directory, or null for the shipped profiles.</param>
    /// <exception cref="JailerFailure">The profiles have errors.</exception>
    internal static FilterSide OfProfiles(string? directory)
    {
        FilterSet set = ProfileOptions.CompiledSetOf(directory);
        return OfSet(set) with { Source = (set, new ProfileLibrary(ProfileOptions.SourceOf(directory))) };
    }

    private static FilterSide OfSet(FilterSet set) => new(FilterProfiles.All.ToArray().ToDictionary(
        program => program,
        program => new FilterStack([.. FilterProfiles.StackOf(program).Reverse().Select(below => set.Program(below).ToArray())])));

    private static FilterSet ReadSet(string file)
    {
        try
        {
            return FilterSet.TryRead(FileContent.ReadRegular(file, MaximumLength), out FilterSet? set, out string? error)
                ? set
                : throw new JailerFailure($"{file} is no filter set: {error}; make one with 'jailer profile compile'");
        }
        catch (LinuxException exception)
        {
            throw new JailerFailure($"{file} cannot be read: {exception.Error.Errno.Description}");
        }
    }

    // Threads of one role carry the same filters, which attest checks.
    private static FilterSide OfProcess(int process)
    {
        KnownPrograms known = new(ProfileOptions.CompiledSetOf(null));
        Dictionary<FilterProfile, FilterStack> stacks = [];
        foreach (ProcessThread thread in ProcessThread.Of(process))
        {
            if (thread.Program is { } program && !stacks.ContainsKey(program) && ThreadAttestation.Of(thread, [], known) is { } attested)
            {
                stacks.Add(program, attested.Note is { } note
                    ? throw new JailerFailure($"the filters of process {process} cannot be read: {note}")
                    : new FilterStack([.. attested.Filters.Reverse().Select(filter => filter.Instructions)]));
            }
        }
        return stacks.Count > 0 ? new FilterSide(stacks) : throw new JailerFailure($"process {process} has no thread of a monitor; give the pid of a running one");
    }
}
