using Kiln.Vmm.Json;

namespace Kiln.Vmm.Wire;

/// <summary>Reads the id of a device in a body.</summary>
internal static class IdText
{
    /// <param name="field">The name of the field, for the error message.</param>
    /// <exception cref="JsonFailure">The value is not a string, or is too long.</exception>
    internal static string Read(ref JsonReader reader, string field) => reader.ReadString(field, TextBounds.Id);
}
