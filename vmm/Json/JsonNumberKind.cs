namespace Kiln.Vmm.Json;

/// <summary>The kinds of numbers that serde_json distinguishes.</summary>
internal enum JsonNumberKind
{
    /// <summary>An integer of at most 64 bits without a sign.</summary>
    Unsigned,

    /// <summary>A negative integer of at most 64 bits.</summary>
    Signed,

    /// <summary>Any other number.</summary>
    Floating,
}
