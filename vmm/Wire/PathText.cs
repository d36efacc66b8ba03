using Kiln.Vmm.Json;

namespace Kiln.Vmm.Wire;

/// <summary>Reads a path in a body.</summary>
internal static class PathText
{
    /// <param name="field">The name of the field, for the error message.</param>
    /// <exception cref="JsonFailure">The value is not a string, is empty, contains a NUL, or is too long.</exception>
    internal static string Read(ref JsonReader reader, string field)
    {
        int start = reader.Place();
        string path = reader.ReadString(field, TextBounds.Path);
        return path.Length == 0 || path.Contains('\0', StringComparison.Ordinal)
            ? throw reader.Failure(start, $"{field} is not a path; name a file")
            : path;
    }
}
