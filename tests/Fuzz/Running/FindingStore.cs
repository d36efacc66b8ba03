using System.IO;
using System.Threading;

namespace Kiln.Fuzz.Running;

/// <summary>Collects the findings of a run, and writes their inputs to files. Thread-safe.</summary>
/// <param name="directory">The directory for the files.</param>
/// <param name="seed">The seed of the run.</param>
internal sealed class FindingStore(string directory, string target, int seed)
{
    // More inputs for the same finding add nothing.
    private const int MostFiles = 4;

    // A run that keeps finding something new should end.
    private const int MostFindings = 64;

    private readonly Lock _lock = new();
    private readonly List<Finding> _findings = [];

    /// <summary>Whether there are enough findings to end the run.</summary>
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

    /// <summary>Adds a finding, or counts it if it is known.</summary>
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

    /// <summary>The file in which a thread stores its current input: it survives when the parser crashes the process.</summary>
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
