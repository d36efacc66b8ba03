using System.Diagnostics;
using System.Linq;
using System.Threading;
using Kiln.Fuzz.Mutation;

namespace Kiln.Fuzz.Running;

/// <summary>A thread of a run. It shares nothing but where findings go: its inputs follow from the seed and its number.</summary>
/// <param name="target">The parser.</param>
/// <param name="inputs">How many inputs it makes.</param>
/// <param name="longest">The longest of them, in bytes.</param>
/// <param name="random">Where chance comes from.</param>
/// <param name="store">Takes what it finds.</param>
/// <param name="last">Keeps the input that it is at.</param>
internal sealed class FuzzWorker(IFuzzTarget target, int inputs, int longest, Random random, FindingStore store, LastInput last)
{
    // No profile or set of a few hundred kilobytes takes this long or this much.
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(1);
    private const long MostAllocated = 64 * 1024 * 1024;

    private readonly Corpus _corpus = new(target.Seeds);
    private int _done;
    private long _startedAt;
    private byte[] _current = [];

    /// <summary>What it counted; to be read when it has ended, or hangs.</summary>
    internal Tally Tally { get; } = new(target.Stages.Count);

    /// <summary>Inputs so far.</summary>
    internal int Done => Volatile.Read(ref _done);

    /// <summary>How many inputs it kept.</summary>
    internal int Kept => _corpus.Kept;

    /// <summary>The input that it is at.</summary>
    internal byte[] Current => Volatile.Read(ref _current);

    /// <summary>How long it has been at its input.</summary>
    internal TimeSpan AtCurrent => Volatile.Read(ref _startedAt) is not 0 and var start ? Stopwatch.GetElapsedTime(start) : TimeSpan.Zero;

    /// <summary>Tries the seeds, then makes inputs of them.</summary>
    internal void Run()
    {
        foreach (byte[] seed in target.Seeds)
        {
            // The first time pays for what the runtime compiles and the parser looks up once.
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
            // What was slow because the machine was busy is not slow twice.
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
            // A copy: the corpus keeps what the target may change.
            seen = target.Run([.. input]);
        }
        catch (Exception exception)
        {
            thrown = exception;
        }
        Volatile.Write(ref _startedAt, 0);
        return (seen, thrown, Stopwatch.GetElapsedTime(start), GC.GetAllocatedBytesForCurrentThread() - allocatedBefore);
    }

    // Type, message and the innermost place: equal for inputs that meet the same fault.
    private static string Describe(Exception thrown)
    {
        string? place = thrown.StackTrace?
            .Split('\n')
            .Select(line => line.Trim())
            .FirstOrDefault(line => !line.StartsWith("at System.", StringComparison.Ordinal));
        return $"{thrown.GetType().Name}: {thrown.Message.Split('\n')[0]} {place}";
    }
}
