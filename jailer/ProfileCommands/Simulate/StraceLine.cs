using System.Buffers;
using System.Text.RegularExpressions;
using Kiln.Seccomp.Syscalls;

namespace Kiln.ProfileCommands.Simulate;

/// <summary>A line of strace.</summary>
internal static partial class StraceLine
{
    // A signal, an end, the rest of a call that was interrupted by another process's, strace's own words, a frame of a stack, bytes.
    private static readonly string[] _passed = ["--- ", "+++ ", "<... ", "strace: ", "> ", "| ", "<unfinished ...>", "<detached ...>"];

    private static readonly SearchValues<char> _letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    /// <returns>The line, or null when it is not one of strace.</returns>
    internal static RecordedLine? Of(string line)
    {
        // Where output is a terminal, strace tells of a new process in the middle of a line.
        string text = Notice().Replace(line, "");
        int start = StracePrefix.LengthOf(text, out string? number);
        ReadOnlySpan<char> rest = text.AsSpan(start);
        if (text.Length == 0 || StartsPassed(rest))
        {
            return RecordedLine.Nothing;
        }
        int length = rest.IndexOfAnyExcept(_letters);
        if (length <= 0 || rest[length] != '(')
        {
            return null;
        }
        string name = rest[..length].ToString();
        if (StraceArguments.Of(text, start + length + 1, isCut: text.Length < line.Length) is not { } arguments)
        {
            return RecordedLine.Unknown;
        }
        return SyscallTable.NumberOf(name) is { } known && (number is null || number == $"{known}")
            ? RecordedLine.Of(new RecordedCall(known, StraceOrder.InRegisters(name, arguments)))
            : RecordedLine.Foreign;
    }

    private static bool StartsPassed(ReadOnlySpan<char> text)
    {
        foreach (string start in _passed)
        {
            if (text.StartsWith(start, StringComparison.Ordinal))
            {
                return true;
            }
        }
        return false;
    }

    [GeneratedRegex("strace: Process [0-9]+ (attached|detached)$")]
    private static partial Regex Notice();
}
