using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Abi;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.ProfileCommands.Options;
using Kiln.ProfileCommands.Threads;
using Kiln.Seccomp.Bpf;
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

    // As the monitor bounds what it reads.
    private const int MaximumLength = 1024 * 1024;

    // sizeof(struct sock_filter): seccomp_export_bpf, seccompiler and others write a filter as its instructions alone.
    private const int InstructionLength = 8;

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

    private static Dictionary<FilterProfile, FilterStack> StacksOf(FilterSet set) => FilterProfiles.All.ToArray().ToDictionary(
        program => program,
        program => new FilterStack([.. FilterProfiles.StackOf(program).Reverse().Select(below => set.Program(below).ToArray())]));

    private static FilterSide OfFile(string file)
    {
        byte[] bytes = Read(file);
        if (FilterSet.TryRead(bytes, out FilterSet? set, out string? error))
        {
            return new FilterSide(StacksOf(set));
        }
        bool isSet = bytes.AsSpan().StartsWith(FilterSet.Magic) || bytes.Length % InstructionLength != 0;
        sock_filter[] program = isSet ? [] : MemoryMarshal.Cast<byte, sock_filter>(bytes).ToArray();
        return (isSet ? error : ForeignProgram.ReasonAgainst(program)) is { } reason
            ? throw new JailerFailure($"{file} is {(isSet ? "no filter set" : "neither a filter set nor a BPF program")}: {reason}; make one with 'jailer profile compile'")
            : new FilterSide(new Dictionary<FilterProfile, FilterStack>()) { Alone = new FilterStack([program]) };
    }

    private static byte[] Read(string file)
    {
        try
        {
            return FileContent.ReadRegular(file, MaximumLength);
        }
        catch (LinuxException exception)
        {
            throw new JailerFailure($"{file} cannot be read: {exception.Error.Errno.Description}");
        }
    }

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
