using System.Diagnostics;
using System.Globalization;

namespace Kiln.Benchmarks.Contests;

/// <summary>A monitor that runs a guest, and its output; killed when disposed.</summary>
internal sealed class GuestOutput : IDisposable
{
    private readonly Process _process;
    private readonly string _name;

    /// <param name="words">The words of the guest's command line.</param>
    internal GuestOutput(GuestContender contender, string words)
    {
        _name = $"{contender.Name} with '{words}'";
        _process = Process.Start(
            new ProcessStartInfo(contender.Program, contender.Arguments(words)) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
    }

    /// <summary>The pid, first the jailer's and then the monitor's.</summary>
    internal int Id => _process.Id;

    /// <summary>Waits for a line of output.</summary>
    /// <param name="start">The beginning of the line.</param>
    /// <param name="last">The word before its last number: a line without it was truncated.</param>
    /// <returns>The line's numbers, each by the word before it.</returns>
    /// <exception cref="InvalidOperationException">The guest ended without printing the line.</exception>
    internal Dictionary<string, double> Find(string start, string? last = null)
    {
        string all = "";
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith(start, StringComparison.Ordinal))
            {
                Dictionary<string, double> numbers = Numbers(line.Split(' '));
                return last is null || numbers.ContainsKey(last) ? numbers : throw new InvalidOperationException($"{_name} says '{line}'");
            }
            all += line + "\n";
        }
        throw new InvalidOperationException($"{_name} ended without '{start}': {all}");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Dictionary<string, double> Numbers(string[] words)
    {
        Dictionary<string, double> numbers = [];
        for (int index = 1; index < words.Length; index++)
        {
            if (double.TryParse(words[index], NumberStyles.None, CultureInfo.InvariantCulture, out double number))
            {
                numbers.Add(words[index - 1], number);
            }
        }
        return numbers;
    }
}
