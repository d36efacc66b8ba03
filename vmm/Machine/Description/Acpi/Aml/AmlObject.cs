namespace Kiln.Vmm.Machine.Description.Acpi.Aml;

/// <summary>Objects of the ACPI namespace (ACPI 6.5, 20.2.5.1 and 20.2.5.2).</summary>
internal static class AmlObject
{
    private const byte NameCode = 0x08;
    private const byte ScopeCode = 0x10;
    private const byte MethodCode = 0x14;
    private const byte ExtendedPrefix = 0x5B;
    private const byte DeviceCode = 0x82;

    // Method flags: one call at a time; the low bits hold the number of arguments.
    private const int Serialized = 1 << 3;
    private const int MaximumArguments = 7;

    /// <summary>Adds objects to an existing scope.</summary>
    /// <param name="objects">The objects to add.</param>
    internal static AmlTerm Scope(string name, params ReadOnlySpan<AmlTerm> objects) =>
        AmlTerm.WithLength([ScopeCode], AmlName.Of(name), objects);

    /// <param name="objects">The device's objects, such as its ID and resources.</param>
    internal static AmlTerm Device(string name, params ReadOnlySpan<AmlTerm> objects) =>
        AmlTerm.WithLength([ExtendedPrefix, DeviceCode], AmlName.Of(name), objects);

    internal static AmlTerm Name(string name, AmlTerm value) => AmlTerm.Of([NameCode, .. AmlName.Of(name), .. value.Bytes]);

    /// <summary>A method that runs for one caller at a time.</summary>
    /// <param name="arguments">Number of arguments, 0 to 7.</param>
    internal static AmlTerm SerializedMethod(string name, int arguments, params ReadOnlySpan<AmlTerm> statements)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(arguments);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(arguments, MaximumArguments);
        return AmlTerm.WithLength([MethodCode], [.. AmlName.Of(name), (byte)(arguments | Serialized)], statements);
    }
}
