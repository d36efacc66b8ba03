using Kiln.Vmm.Json;

namespace Kiln.Vmm.Wire;

/// <summary>Reads the PARTUUID of a drive, which becomes part of a word of the kernel command line.</summary>
internal static class PartitionUuidText
{
    /// <param name="field">The name of the field, for the error message.</param>
    /// <exception cref="JsonFailure">The value is not a string, is too long, or contains characters that such a word cannot have.</exception>
    internal static string Read(ref JsonReader reader, string field)
    {
        int start = reader.Place();
        string text = reader.ReadString(field, TextBounds.PartitionUuid);
        return text.Length > 0 && IsOfAWord(text)
            ? text
            : throw reader.Failure(start, $"{field} is no word of a kernel command line; give the partition's unique id");
    }

    // Printable ASCII, without spaces, which end a word, and quotation marks, which change where words end.
    private static bool IsOfAWord(string text) => !text.AsSpan().ContainsAnyExceptInRange('!', '~') && !text.Contains('"');
}
