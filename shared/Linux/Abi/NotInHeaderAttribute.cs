namespace Kiln.Linux.Abi;

/// <summary>Exempts a literal or a struct from the comparison with the system's headers, with a reason.</summary>
/// <param name="reason">Why no header can confirm the value, or what confirms it instead.</param>
[AttributeUsage(AttributeTargets.Enum | AttributeTargets.Struct | AttributeTargets.Class | AttributeTargets.Field)]
public sealed class NotInHeaderAttribute(string reason) : Attribute
{
    /// <summary>Why no header can confirm the value, or what confirms it instead.</summary>
    public string Reason { get; } = reason;
}
