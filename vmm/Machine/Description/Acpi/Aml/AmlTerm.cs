namespace Kiln.Vmm.Machine.Description.Acpi.Aml;

/// <summary>
/// A piece of AML, the byte code in which firmware describes devices to a kernel (ACPI 6.5, chapter 20): a value, a name with its object, or a
/// statement. Made by <see cref="AmlData"/>, <see cref="AmlObject"/>, <see cref="AmlStatement"/> and <see cref="AmlResource"/>, and put into each
/// other there. None is changed once it is made.
/// </summary>
internal sealed class AmlTerm
{
    private readonly byte[] _bytes;

    private AmlTerm(byte[] bytes) => _bytes = bytes;

    /// <summary>Its encoding.</summary>
    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>A term of these bytes.</summary>
    /// <param name="bytes">Its whole encoding.</param>
    internal static AmlTerm Of(ReadOnlySpan<byte> bytes) => new(bytes.ToArray());

    /// <summary>A term whose length stands behind its opcode, so that an interpreter can skip it.</summary>
    /// <param name="opcode">One byte, or two.</param>
    /// <param name="start">What is behind the length and before the terms.</param>
    /// <param name="terms">What it holds.</param>
    /// <exception cref="ArgumentException">It is 256 MiB long, or longer.</exception>
    internal static AmlTerm WithLength(ReadOnlySpan<byte> opcode, ReadOnlySpan<byte> start, params ReadOnlySpan<AmlTerm> terms)
    {
        byte[] content = [.. start, .. Join(terms)];
        return Of([.. opcode, .. AmlLength.Of(content.Length), .. content]);
    }

    /// <summary>Terms one behind the other.</summary>
    /// <param name="terms">Any number.</param>
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
