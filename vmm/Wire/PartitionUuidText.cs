using System.Linq;
using Kiln.Vmm.Json;

namespace Kiln.Vmm.Wire;

/// <summary>The unique id of a partition in a body. It becomes a part of a word of the kernel's command line.</summary>
internal static class PartitionUuidText
{
    /// <summary>Reads it.</summary>
    /// <param name="reader">At the id.</param>
    /// <param name="field">The field's name, for the message.</param>
    /// <exception cref="JsonFailure">It is no string, too long, or no part of such a word.</exception>
    internal static string Read(ref JsonReader reader, string field)
    {
        int start = reader.Place();
        string text = reader.ReadString(field, TextBounds.PartitionUuid);
        return text.Length > 0 && text.All(IsOfAWord)
            ? text
            : throw reader.Failure(start, $"{field} is no word of a kernel command line; give the partition's unique id");
    }

    // Printable ASCII. A space ends a word, and a quotation mark changes what ends those behind it.
    private static bool IsOfAWord(char character) => character is > ' ' and <= '~' and not '"';
}
