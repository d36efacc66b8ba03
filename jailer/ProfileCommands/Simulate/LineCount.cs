namespace Kiln.ProfileCommands.Simulate;

/// <summary>Counts lines of a kind, and keeps the first.</summary>
internal sealed class LineCount
{
    internal long Count { get; private set; }

    /// <summary>The number of the first line, from 1.</summary>
    internal long FirstLine { get; private set; }

    /// <summary>Its text.</summary>
    internal string First { get; private set; } = "";

    internal void Add(long number, string text)
    {
        if (Count++ == 0)
        {
            (FirstLine, First) = (number, text);
        }
    }
}
