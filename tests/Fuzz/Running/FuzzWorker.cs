using System.Diagnostics;
using System.Linq;
using System.Threading;
using Kiln.Fuzz.Mutation;

namespace Kiln.Fuzz.Running;

/// <summary>A thread of a run. It shares only the finding store: its inputs depend on the seed and its number alone.</summary>
/// <param name="inputs">The number of inputs to make.</param>
/// <param name="longest">The maximum length of an input, in bytes.</param>
/// <param name="random">The source of randomness.</param>
/// <param name="last">Stores the current input.</param>
internal sealed class FuzzWorker(IFuzzTarget target, int inputs, int longest, Random random, FindingStore store, LastInput last)
{
    // No profile or set of a few hundred kilobytes takes this long.
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(1);

    // Nor this much in all, of which a fraction is alive at a time: a rule without conditions in what all programs include takes 96 MB, since each program is reviewed
    // against those below it.
    private const long MostAllocated = 128 * 1024 * 1024;

    private readonly Corpus _corpus = new(target.Seeds);
    private int _done;
    private long _startedAt;
    private byte[] _current = [];

    /// <summary>The thread's counts; read them only when it has ended, or hangs.</summary>
    internal Tally Tally { get; } = new(target.Stages.Count);

    internal int Done => Volatile.Read(ref _done);

    /// <summary>The number of inputs kept.</summary>
    internal int Kept => _corpus.Kept;

    internal byte[] Current => Volatile.Read(ref _current);

    /// <summary>Time spent on the current input.</summary>
    internal TimeSpan AtCurrent => Volatile.Read(ref _startedAt) is not 0 and var start ? Stopwatch.GetElapsedTime(start) : TimeSpan.Zero;

    /// <summary>Tries the seeds, then mutations of them.</summary>
    internal void Run()
    {
        foreach (byte[] seed in target.Seeds)
        {
            // The first run pays for JIT compilation and one-time initialization.
            Attempt(seed);
            Try(seed);
        }
        IMutator mutator = target.MutatorOf(random);
        while (_done < inputs && !store.IsFull)
        {
            byte[] made = mutator.Next(_corpus);
            byte[] input = made.Length <= longest ? made : made[..longest];
            if (Try(input) is { } seen)
            {
                Tally.Count(seen);
                _corpus.Consider(input, seen);
            }
            Volatile.Write(ref _done, _done + 1);
        }
        last.Dispose();
    }

    private Observation? Try(byte[] input)
    {
        (Observation? seen, Exception? thrown, TimeSpan duration, long allocated) = Attempt(input);
        if (duration > _longest)
        {
            // An input that was slow because the machine was busy is fast when repeated.
            TimeSpan again = Attempt(input).Duration;
            duration = again < duration ? again : duration;
        }
        Tally.Note(duration, allocated);
        if (thrown is not null)
        {
            store.Add("exception", Describe(thrown), input);
        }
        if (duration > _longest)
        {
            store.Add("slow", $"more than {_longest.TotalSeconds} s for one input", input);
        }
        if (allocated > MostAllocated)
        {
            store.Add("allocation", $"more than {MostAllocated} bytes for one input", input);
        }
        return seen;
    }

    private (Observation? Seen, Exception? Thrown, TimeSpan Duration, long Allocated) Attempt(byte[] input)
    {
        last.Keep(input);
        Volatile.Write(ref _current, input);
        long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        Volatile.Write(ref _startedAt, start);
        Observation? seen = null;
        Exception? thrown = null;
        try
        {
            // A copy, since the target may modify it and the corpus may keep the original.
            seen = target.Run([.. input]);
        }
        catch (Exception exception)
        {
            thrown = exception;
        }
        Volatile.Write(ref _startedAt, 0);
        return (seen, thrown, Stopwatch.GetElapsedTime(start), GC.GetAllocatedBytesForCurrentThread() - allocatedBefore);
    }

    // Type, message and innermost frame: equal for inputs that hit the same fault.
    private static string Describe(Exception thrown)
    {
        string? place = thrown.StackTrace?
            .Split('\n')
            .Select(line => line.Trim())
            .FirstOrDefault(line => !line.StartsWith("at System.", StringComparison.Ordinal));
        return $"{thrown.GetType().Name}: {thrown.Message.Split('\n')[0]} {place}";
    }
}
