namespace Kiln.ProfileCommands.Simulate;

/// <summary>
/// What strace writes behind a descriptor or process: <c>&lt;/a/path&gt;</c>, <c>&lt;socket:[123]&gt;</c>, <c>&lt;/dev/pts/0&lt;char 136:0&gt;&gt;</c>. Both brackets in
/// a path or name are escaped; between the ends of a connection there is a bare arrow.
/// </summary>
internal static class StraceDecoration
{
    private const string Deleted = "(deleted)";

    /// <summary>The index behind a decoration; negative when it does not end.</summary>
    /// <param name="start">The index of its bracket.</param>
    internal static int EndOf(string line, int start)
    {
        bool isPath = start + 1 < line.Length && line[start + 1] == '/';
        int depth = 0;
        int brackets = 0;
        for (int at = start; at < line.Length; at++)
        {
            switch (line[at])
            {
                case '\\':
                    at++;
                    break;
                case '<' when brackets == 0:
                    depth++;
                    break;
                case '>' when brackets == 0 && --depth == 0:
                    return line.AsSpan(at + 1).StartsWith(Deleted, StringComparison.Ordinal) ? at + 1 + Deleted.Length : at + 1;
                case '"' when !isPath:
                    at = StraceText.EndOf(line, at) - 1;
                    if (at < 0)
                    {
                        return -1;
                    }
                    break;
                case '[' when !isPath:
                    brackets++;
                    break;
                case ']' when !isPath:
                    brackets--;
                    break;
            }
        }
        return -1;
    }
}
