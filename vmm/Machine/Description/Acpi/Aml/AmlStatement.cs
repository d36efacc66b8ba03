namespace Kiln.Vmm.Machine.Description.Acpi.Aml;

/// <summary>What methods are made of (ACPI 6.5, 20.2.5.3, 20.2.5.4 and 20.2.6.1).</summary>
internal static class AmlStatement
{
    private const byte FirstArgumentCode = 0x68;
    private const byte NotifyCode = 0x86;
    private const byte EqualCode = 0x93;
    private const byte IfCode = 0xA0;

    /// <summary>The first argument of the method.</summary>
    internal static AmlTerm FirstArgument { get; } = AmlTerm.Of([FirstArgumentCode]);

    /// <summary>Statements under a condition.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="statements">What is done if it holds.</param>
    internal static AmlTerm If(AmlTerm condition, params ReadOnlySpan<AmlTerm> statements) =>
        AmlTerm.WithLength([IfCode], condition.Bytes, statements);

    /// <summary>Whether two values are equal.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    internal static AmlTerm Equal(AmlTerm left, AmlTerm right) => AmlTerm.Of([EqualCode, .. left.Bytes, .. right.Bytes]);

    /// <summary>Tells the driver of a device that something has happened to it.</summary>
    /// <param name="device">The device's name.</param>
    /// <param name="value">What has happened.</param>
    internal static AmlTerm Notify(string device, byte value) =>
        AmlTerm.Of([NotifyCode, .. AmlName.Of(device), .. AmlData.Integer(value).Bytes]);
}
