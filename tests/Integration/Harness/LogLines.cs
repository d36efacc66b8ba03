using System.Text.RegularExpressions;

namespace Kiln.Integration.Tests.Harness;

/// <summary>Lines of the log in what a monitor prints. Log and console may share standard output: then a line of the one may lie within a line of the other.</summary>
internal static partial class LogLines
{
    /// <summary>Takes the log's lines out.</summary>
    internal static string Remove(string output) => Line().Replace(output, "");

    // A time with nanoseconds, [id:thread], the message.
    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9} \[[^]\n]*\] [^\n]*\n")]
    private static partial Regex Line();
}
