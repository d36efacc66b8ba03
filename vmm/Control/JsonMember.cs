namespace Kiln.Vmm.Control;

/// <summary>A name and a value in a JSON object.</summary>
/// <param name="Name">The decoded name.</param>
/// <param name="Offset">Where the name starts, in bytes.</param>
/// <param name="Value">The value.</param>
internal sealed record JsonMember(string Name, long Offset, JsonValue Value);
