using System.IO;
using System.Threading;

namespace Kiln.Fuzz.Running;

/// <summary>Keeps what a run found, and writes the inputs to files. Threads share it.</summary>
/// <param name="directory">Where the files go.</param>
/// <param name="target">The target's name.</param>
/// <param name="seed">The seed of the run.</param>
internal sealed class FindingStore(string directory, string target, int seed)
{
    // More inputs of the same tell nothing.
    private const int MostFiles = 4;

    // A run that finds something else at every turn should end.
    private const int MostFindings = 64;

    private readonly Lock _lock = new();
    private readonly List<Finding> _findings = [];

    /// <summary>Whether there are so many findings that the run need not go on.</summary>
    internal bool IsFull => Findings.Count >= MostFindings;

    /// <summary>What was found so far.</summary>
    internal IReadOnlyList<Finding> Findings
    {
        get
        {
            lock (_lock)
            {
                return [.. _findings];
            }
        }
    }

    /// <summary>Adds a finding, or counts it when it is there.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="what">What happened.</param>
    /// <param name="input">The input.</param>
    internal void Add(string kind, string what, byte[] input)
    {
        lock (_lock)
        {
            int index = _findings.FindIndex(finding => finding.Kind == kind && finding.What == what);
            if (index < 0)
            {
                index = _findings.Count;
                _findings.Add(new Finding(kind, what, seed, 0, []));
            }
            Finding known = _findings[index];
            _findings[index] = known with
            {
                Times = known.Times + 1,
                Files = known.Files.Count == MostFiles ? known.Files : [.. known.Files, Write(kind, $"{index}-{known.Files.Count}", input)],
            };
        }
    }

    /// <summary>A file in which a thread keeps its input: it is still there when the parser takes the process with it.</summary>
    /// <param name="thread">The thread's number.</param>
    internal LastInput LastInputOf(int thread)
    {
        Directory.CreateDirectory(directory);
        return new LastInput(Path.Combine(directory, $"{target}-last-{thread}.input"));
    }

    private string Write(string kind, string place, byte[] input)
    {
        Directory.CreateDirectory(directory);
        string file = Path.Combine(directory, $"{target}-{seed}-{kind}-{place}.input");
        File.WriteAllBytes(file, input);
        return file;
    }
}
