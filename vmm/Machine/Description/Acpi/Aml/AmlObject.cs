namespace Kiln.Vmm.Machine.Description.Acpi.Aml;

/// <summary>Objects in the tree of names (ACPI 6.5, 20.2.5.1 and 20.2.5.2).</summary>
internal static class AmlObject
{
    private const byte NameCode = 0x08;
    private const byte ScopeCode = 0x10;
    private const byte MethodCode = 0x14;
    private const byte ExtendedPrefix = 0x5B;
    private const byte DeviceCode = 0x82;

    // In a method's flags: one call at a time; below it the number of arguments.
    private const int Serialized = 1 << 3;
    private const int MaximumArguments = 7;

    /// <summary>Places objects below one that is there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="objects">What is placed below it.</param>
    internal static AmlTerm Scope(string name, params ReadOnlySpan<AmlTerm> objects) =>
        AmlTerm.WithLength([ScopeCode], AmlName.Of(name), objects);

    /// <summary>A device.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="objects">What is known of it.</param>
    internal static AmlTerm Device(string name, params ReadOnlySpan<AmlTerm> objects) =>
        AmlTerm.WithLength([ExtendedPrefix, DeviceCode], AmlName.Of(name), objects);

    /// <summary>A value with a name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value.</param>
    internal static AmlTerm Name(string name, AmlTerm value) => AmlTerm.Of([NameCode, .. AmlName.Of(name), .. value.Bytes]);

    /// <summary>A method that runs for one caller at a time.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="arguments">How many arguments it takes, at most seven.</param>
    /// <param name="statements">What it does.</param>
    internal static AmlTerm SerializedMethod(string name, int arguments, params ReadOnlySpan<AmlTerm> statements)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(arguments);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(arguments, MaximumArguments);
        return AmlTerm.WithLength([MethodCode], [.. AmlName.Of(name), (byte)(arguments | Serialized)], statements);
    }
}
