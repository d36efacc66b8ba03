using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Kiln.Integration.Tests.Harness;
using Kiln.Seccomp.Syscalls;

namespace Kiln.Integration.Tests.Escapes;

/// <summary>What came of an attempt.</summary>
/// <c>done</c>, an error's name, <c>UNCHANGED</c>, <c>killed</c>, the name of a filtered call, or null without a report.
/// <param name="Result">All that the program left.</param>
internal sealed partial record Outcome(string? Text, ProgramResult Result)
{
    // 128 and SIGSYS: a filter without a handler for its signal, or one that kills at once.
    private const int KilledByFilter = 159;

    /// <summary>Parses the hostile program's last report.</summary>
    internal static Outcome Of(ProgramResult result)
    {
        Match? last = Line().Matches(result.Output).LastOrDefault();
        string? text = last?.Groups["outcome"].Value switch
        {
            null when result.Status == KilledByFilter => "killed",
            null => null,
            "filtered" => SyscallTable.NameOf(int.Parse(last.Groups["detail"].Value, CultureInfo.InvariantCulture)),
            "refused" => last.Groups["detail"].Value,
            string outcome => outcome,
        };
        return new Outcome(text, result);
    }

    /// <summary>Whether the program reports that it entered a user namespace.</summary>
    internal bool EnteredNamespace => Result.Output.Contains(": entered ", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"{Text ?? "nothing"} (status {Result.Status}; output: {Result.Output}; error: {Result.Error})";

    [GeneratedRegex("^[a-z-]+: (?<outcome>done|refused|filtered) (?<detail>\\w*)\\r?$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
