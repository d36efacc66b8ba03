namespace Kiln.ProfileCommands.Simulate;

/// <summary>A text that strace prints in quotation marks.</summary>
internal static class StraceText
{
    /// <summary>The index behind it; negative when it does not end.</summary>
    /// <param name="start">The index of its first quotation mark.</param>
    internal static int EndOf(string line, int start)
    {
        for (int at = start + 1; at < line.Length; at++)
        {
            if (line[at] == '"')
            {
                return at + 1;
            }
            if (line[at] == '\\')
            {
                at++;
            }
        }
        return -1;
    }
}
