using Kiln.Vmm.Json;

namespace Kiln.Vmm.Wire;

/// <summary>The id of a device in a body.</summary>
internal static class IdText
{
    /// <summary>Reads it.</summary>
    /// <param name="reader">At the id.</param>
    /// <param name="field">The field's name, for the message.</param>
    /// <exception cref="JsonFailure">It is no string, or too long.</exception>
    internal static string Read(ref JsonReader reader, string field) => reader.ReadString(field, TextBounds.Id);
}
