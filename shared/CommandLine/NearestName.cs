namespace Kiln.CommandLine;

/// <summary>The option that a mistyped word most likely means.</summary>
internal static class NearestName
{
    // One letter in three may be wrong, missing or too many: of two words that differ by more, one is not the other's typo.
    private const int LettersPerTypo = 3;

    /// <returns>Null if no option is near, or only one that a hint must not lead to.</returns>
    internal static string? Of(string word, IReadOnlyList<OptionModel> options)
    {
        OptionModel? nearest = null;
        int least = (word.Length / LettersPerTypo) + 1;
        foreach (OptionModel option in options)
        {
            int distance = Distance(word, option.Name);
            if (distance < least)
            {
                (nearest, least) = (option, distance);
            }
        }
        return nearest is { IsWeakening: false } ? nearest.Name : null;
    }

    // Of Levenshtein: the least number of letters to insert, delete and replace.
    private static int Distance(string one, string other)
    {
        int[] row = new int[other.Length + 1];
        for (int column = 0; column < row.Length; column++)
        {
            row[column] = column;
        }
        for (int line = 1; line <= one.Length; line++)
        {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column < row.Length; column++)
            {
                int replaced = diagonal + (one[line - 1] == other[column - 1] ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.Min(replaced, Math.Min(row[column], row[column - 1]) + 1);
            }
        }
        return row[^1];
    }
}
