using System.Buffers;

namespace Kiln.ProfileCommands.Simulate;

/// <summary>What strace writes before a call, as its options ask for: the process with its name, the time, the call's address and its number.</summary>
internal static class StracePrefix
{
    private const string Process = "pid ";

    // An address has all its digits, or question marks.
    private const int AddressLength = 16;

    private static readonly SearchValues<char> _addressDigits = SearchValues.Create("0123456789abcdef?");

    /// <summary>The length of what stands before the call.</summary>
    /// <param name="number">The call's number, if it is there.</param>
    internal static int LengthOf(string line, out string? number)
    {
        number = null;
        int at = 0;
        while (true)
        {
            while (at < line.Length && line[at] == ' ')
            {
                at++;
            }
            int end = at == line.Length ? -1 : line[at] switch
            {
                '[' => BracketEnd(line, at, ref number),
                '/' when line.AsSpan(at).StartsWith("/*", StringComparison.Ordinal) => line.IndexOf("*/", at, StringComparison.Ordinal) + 2,
                '(' when line.AsSpan(at).StartsWith("(+ ", StringComparison.Ordinal) => line.IndexOf(')', at) + 1,
                >= '0' and <= '9' => NumberEnd(line, at),
                _ => -1,
            };
            if (end <= at)
            {
                return at;
            }
            at = end;
        }
    }

    private static int BracketEnd(string line, int start, ref string? number)
    {
        ReadOnlySpan<char> inner = line.AsSpan(start + 1);
        if (inner.StartsWith(Process, StringComparison.Ordinal))
        {
            int end = NumberEnd(line, start + 1 + Process.Length + inner[Process.Length..].IndexOfAnyExcept(' '));
            return end > 0 && end < line.Length && line[end] == ']' ? end + 1 : -1;
        }
        int length = inner.IndexOf(']');
        if (length < 0)
        {
            return -1;
        }
        ReadOnlySpan<char> text = inner[..length];
        if (length == AddressLength && text.IndexOfAnyExcept(_addressDigits) < 0)
        {
            return start + length + 2;
        }
        ReadOnlySpan<char> digits = text.TrimStart(' ');
        if (digits.IsEmpty || digits.IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            return -1;
        }
        number = digits.ToString();
        return start + length + 2;
    }

    // A process or a time, and the process's name if strace prints it.
    private static int NumberEnd(string line, int start)
    {
        int end = start;
        while (end < line.Length && (char.IsAsciiDigit(line[end]) || line[end] is ':' or '.'))
        {
            end++;
        }
        if (end < line.Length && line[end] == '<')
        {
            end = StraceDecoration.EndOf(line, end);
        }
        return end < 0 || (end < line.Length && line[end] is not (' ' or ']')) ? -1 : end;
    }
}
