namespace Kiln.Vmm.Machine.Description.Acpi.Aml;

/// <summary>AML statements and expressions (ACPI 6.5, 20.2.5.3, 20.2.5.4 and 20.2.6.1).</summary>
internal static class AmlStatement
{
    private const byte FirstArgumentCode = 0x68;
    private const byte NotifyCode = 0x86;
    private const byte EqualCode = 0x93;
    private const byte IfCode = 0xA0;

    /// <summary>Arg0, the first argument of the method.</summary>
    internal static AmlTerm FirstArgument { get; } = AmlTerm.Of([FirstArgumentCode]);

    /// <param name="statements">Executed if the condition holds.</param>
    internal static AmlTerm If(AmlTerm condition, params ReadOnlySpan<AmlTerm> statements) =>
        AmlTerm.WithLength([IfCode], condition.Bytes, statements);

    internal static AmlTerm Equal(AmlTerm left, AmlTerm right) => AmlTerm.Of([EqualCode, .. left.Bytes, .. right.Bytes]);

    /// <summary>Notifies the driver of a device of an event.</summary>
    internal static AmlTerm Notify(string device, byte value) =>
        AmlTerm.Of([NotifyCode, .. AmlName.Of(device), .. AmlData.Integer(value).Bytes]);
}
