using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Why;

/// <summary>
/// A line by which the kernel, or auditd, tells that a filter did something with a call. It has the call's number, and none of its arguments.
/// </summary>
/// <param name="Thread">The name that the thread had; null when the line has none.</param>
/// <param name="Number">The call's number on x86_64; null when the line is of another architecture.</param>
/// <param name="Taken">What the kernel did; null when the line does not say so.</param>
internal sealed partial record AuditLine(string? Thread, int? Number, FilterAction? Taken)
{
    // AUDIT_SECCOMP of linux/audit.h, as the kernel writes it and as auditd does.
    private static readonly string[] _marks = ["type=1326 ", "type=SECCOMP "];

    // AUDIT_ARCH_X86_64.
    private const string X64 = "c000003e";

    /// <returns>The parsed line, or null when the text has another format.</returns>
    internal static AuditLine? Of(string text)
    {
        if (!Array.Exists(_marks, mark => text.Contains(mark, StringComparison.Ordinal)))
        {
            return null;
        }
        Dictionary<string, string> fields = [];
        foreach (Match field in Field().Matches(text))
        {
            fields.TryAdd(field.Groups[1].Value, field.Groups[2].Value);
        }
        return fields.TryGetValue("arch", out string? architecture) && fields.TryGetValue("syscall", out string? call)
            && int.TryParse(call, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? new AuditLine(NameOf(fields.GetValueOrDefault("comm")), architecture == X64 ? number : null, ActionOf(fields.GetValueOrDefault("code")))
                : null;
    }

    // A name with a space or a quotation mark is in hexadecimal and without quotation marks, so that it can forge no field.
    private static string? NameOf(string? text)
    {
        if (text is null or "(null)" or "?")
        {
            return null;
        }
        if (text.StartsWith('"'))
        {
            return text.Trim('"');
        }
        return text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? Encoding.UTF8.GetString(Convert.FromHexString(text)) : text;
    }

    private static FilterAction? ActionOf(string? text) =>
        text is ['0', 'x', .. var digits] && uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value) ? new FilterAction(value) : null;

    [GeneratedRegex("(?<![^ \u001d])([a-z]+)=(\"[^\"]*\"|[^ \u001d]*)")]
    private static partial Regex Field();
}
