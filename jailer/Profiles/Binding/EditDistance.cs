namespace Kiln.Profiles.Binding;

/// <summary>How many letters two names differ by (Levenshtein), to suggest what was meant.</summary>
internal static class EditDistance
{
    /// <summary>The distance.</summary>
    /// <param name="left">A name.</param>
    /// <param name="right">Another.</param>
    internal static int Between(string left, string right)
    {
        int[] row = new int[right.Length + 1];
        for (int column = 0; column <= right.Length; column++)
        {
            row[column] = column;
        }
        for (int line = 1; line <= left.Length; line++)
        {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= right.Length; column++)
            {
                int substituted = diagonal + (left[line - 1] == right[column - 1] ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.Min(substituted, Math.Min(row[column], row[column - 1]) + 1);
            }
        }
        return row[^1];
    }
}
