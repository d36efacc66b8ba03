using Kiln.Vmm.Json;

namespace Kiln.Vmm.Wire;

/// <summary>Reads the id of a device in a body.</summary>
internal static class IdText
{
    /// <param name="field">The name of the field, for the error message.</param>
    /// <exception cref="JsonFailure">
    /// The value is not a string, is too long, or has other characters than printable ASCII without quotation marks and backslashes: ids become names
    /// in metrics and logs, where others look alike or break a line.
    /// </exception>
    internal static string Read(ref JsonReader reader, string field)
    {
        int start = reader.Place();
        string id = reader.ReadString(field, TextBounds.Id);
        foreach (char character in id)
        {
            if (character is <= ' ' or > '~' or '"' or '\\')
            {
                throw reader.Failure(start, $"{field} has the character U+{(int)character:X4}; use letters of ASCII, digits and underscores");
            }
        }
        return id;
    }
}
