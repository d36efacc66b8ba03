namespace Kiln.Vmm.Machine.Description.Acpi.Aml;

/// <summary>
/// A piece of AML, the bytecode in which firmware describes devices to a kernel (ACPI 6.5, chapter 20): a value, a named object or a statement.
/// <see cref="AmlData"/>, <see cref="AmlObject"/>, <see cref="AmlStatement"/> and <see cref="AmlResource"/> build terms and nest them. Immutable.
/// </summary>
internal sealed class AmlTerm
{
    private readonly byte[] _bytes;

    private AmlTerm(byte[] bytes) => _bytes = bytes;

    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Creates a term from its encoding.</summary>
    internal static AmlTerm Of(ReadOnlySpan<byte> bytes) => new(bytes.ToArray());

    /// <summary>Creates a term with its length after the opcode, so that an interpreter can skip it.</summary>
    /// <param name="opcode">One or two bytes.</param>
    /// <param name="start">Bytes between the length and the nested terms.</param>
    /// <exception cref="ArgumentException">The term is 256 MiB or longer.</exception>
    internal static AmlTerm WithLength(ReadOnlySpan<byte> opcode, ReadOnlySpan<byte> start, params ReadOnlySpan<AmlTerm> terms)
    {
        byte[] content = [.. start, .. Join(terms)];
        return Of([.. opcode, .. AmlLength.Of(content.Length), .. content]);
    }

    /// <summary>Concatenates the encodings of terms.</summary>
    internal static byte[] Join(params ReadOnlySpan<AmlTerm> terms)
    {
        List<byte> bytes = [];
        foreach (AmlTerm term in terms)
        {
            bytes.AddRange(term.Bytes);
        }
        return [.. bytes];
    }
}
