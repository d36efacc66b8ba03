using System.Linq;
using System.Text.RegularExpressions;

namespace Kiln.Integration.Tests.Pages;

/// <summary>
/// Compares what a command printed with what a page shows. Process numbers, times and addresses differ from run to run; <c>...</c> stands for any lines
/// where it is a line, and for any text within one.
/// </summary>
internal static partial class OutputPattern
{
    /// <summary>Whether the output is as the page shows it.</summary>
    /// <param name="shown">The page's lines.</param>
    /// <param name="printed">The command's lines.</param>
    internal static bool Matches(IReadOnlyList<string> shown, IReadOnlyList<string> printed)
    {
        string pattern = string.Concat(shown.Select(line => line == "..." ? "(?:.*\n)*" : PatternOf(Settled(line)) + "\n"));
        return Regex.IsMatch(string.Concat(printed.Select(line => Settled(line) + "\n")), $@"\A{pattern}\z");
    }

    private static string PatternOf(string line) => string.Join(".*", line.Split("...").Select(Regex.Escape));

    private static string Settled(string line) =>
        Row().Replace(Process().Replace(Address().Replace(Time().Replace(line.TrimEnd(), "TIME"), "ADDRESS"), "${before}PROCESS"), "  PROCESS ");

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[0-9:.]+Z?")]
    private static partial Regex Time();

    [GeneratedRegex("0x[0-9a-f]{7,16}")]
    private static partial Regex Address();

    // As messages of the programs write them; numbers of system calls stand behind their names.
    [GeneratedRegex("""(?<before>^process |^vmm: thread "[^"]*" \()\d+""")]
    private static partial Regex Process();

    // The first column of a table, with its padding.
    [GeneratedRegex(@"^  \d+ {3,}")]
    private static partial Regex Row();
}
