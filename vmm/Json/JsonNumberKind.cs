namespace Kiln.Vmm.Json;

/// <summary>What a number is to serde_json.</summary>
internal enum JsonNumberKind
{
    /// <summary>A whole number of at most 64 bits.</summary>
    Unsigned,

    /// <summary>A whole number below zero.</summary>
    Signed,

    /// <summary>Anything else.</summary>
    Floating,
}
