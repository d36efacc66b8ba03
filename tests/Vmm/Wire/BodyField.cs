namespace Kiln.Vmm.Tests.Wire;

/// <summary>A field of an object of the contract.</summary>
/// <param name="Value">A value that is right.</param>
/// <param name="Null">What is said of null; empty when it is as good as nothing.</param>
/// <param name="IsRequired">Whether it must be there.</param>
internal sealed record BodyField(string Name, string Value, string Null, bool IsRequired)
{
    internal static BodyField Required(string name, string value, string expected) =>
        new(name, value, $"invalid type: null, expected {expected}", IsRequired: true);

    internal static BodyField Defaulted(string name, string value, string expected) =>
        new(name, value, $"invalid type: null, expected {expected}", IsRequired: false);

    internal static BodyField Variant(string name, string value) => new(name, $"\"{value}\"", "expected value", IsRequired: false);

    internal static BodyField Nullable(string name, string value) => new(name, value, "", IsRequired: false);
}
