using Kiln.Linux.Errors;

namespace Kiln.Jailer.Foundation;

/// <summary>A line for a person at a terminal: the program's name and a message, which stays one line whatever it quotes.</summary>
internal static class PlainLine
{
    internal static string OfError(string message) => $"jailer: {Excerpt.OfMessage(message)}";

    internal static string OfWarning(string message) => $"jailer: WARNING: {Excerpt.OfMessage(message)}";
}
