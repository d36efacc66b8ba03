using Kiln.Vmm.Json;

namespace Kiln.Vmm.Wire;

/// <summary>A path in a body.</summary>
internal static class PathText
{
    /// <summary>Reads it.</summary>
    /// <param name="reader">At the path.</param>
    /// <param name="field">The field's name, for the message.</param>
    /// <exception cref="JsonFailure">It is no string, too long, or names nothing that can be.</exception>
    internal static string Read(ref JsonReader reader, string field)
    {
        int start = reader.Place();
        string path = reader.ReadString(field, TextBounds.Path);
        return path.Length == 0 || path.Contains('\0', StringComparison.Ordinal)
            ? throw reader.Failure(start, $"{field} is not a path; name a file")
            : path;
    }
}
