using System.Linq;
using Kiln.Jailer.Logging;

namespace Kiln.Fuzz.Targets.Jailer;

/// <summary>The jailer's message about a hostile input, which it quotes on a terminal.</summary>
internal static class Refusal
{
    private const int WordsOfKind = 3;

    /// <summary>The kind of a message: its first words, without anything quoted.</summary>
    /// <exception cref="InvalidOperationException">The message is not a printable line.</exception>
    internal static string Kind(string message)
    {
        string line = new PlainFormat().Format(new LogEntry(LogLevel.Error, "a", null, message), DateTime.UnixEpoch);
        return line.Any(char.IsControl)
            ? throw new InvalidOperationException("a message does not print as one line")
            : string.Join(' ', message.Split(' ').Take(WordsOfKind).Where(word => word.All(char.IsAsciiLetter)));
    }
}
