using System.Text;

namespace Kiln.Vmm.Machine.Description.Acpi.Aml;

/// <summary>Values (ACPI 6.5, 20.2.3 and 20.2.5.4).</summary>
internal static class AmlData
{
    private const byte ZeroCode = 0x00;
    private const byte OneCode = 0x01;
    private const byte BytePrefix = 0x0A;
    private const byte WordPrefix = 0x0B;
    private const byte DWordPrefix = 0x0C;
    private const byte StringPrefix = 0x0D;
    private const byte QWordPrefix = 0x0E;
    private const byte BufferCode = 0x11;
    private const byte PackageCode = 0x12;

    /// <summary>A number in as few bytes as it fits.</summary>
    /// <param name="value">The number.</param>
    internal static AmlTerm Integer(ulong value) => value switch
    {
        0 => AmlTerm.Of([ZeroCode]),
        1 => AmlTerm.Of([OneCode]),
        <= byte.MaxValue => AmlTerm.Of([BytePrefix, (byte)value]),
        <= ushort.MaxValue => AmlTerm.Of([WordPrefix, .. BitConverter.GetBytes((ushort)value)]),
        <= uint.MaxValue => DWord((uint)value),
        _ => AmlTerm.Of([QWordPrefix, .. BitConverter.GetBytes(value)]),
    };

    /// <summary>A number in four bytes, however small it is.</summary>
    /// <param name="value">The number.</param>
    internal static AmlTerm DWord(uint value) => AmlTerm.Of([DWordPrefix, .. BitConverter.GetBytes(value)]);

    /// <summary>A text.</summary>
    /// <param name="text">ASCII without NUL.</param>
    /// <exception cref="ArgumentException">It holds something else.</exception>
    internal static AmlTerm String(string text) => Ascii.IsValid(text) && !text.Contains('\0')
        ? AmlTerm.Of([StringPrefix, .. Encoding.ASCII.GetBytes(text), 0])
        : throw new ArgumentException($"{text} is no text in AML", nameof(text));

    /// <summary>The compressed id of a kind of device (19.3.4): five bits for each letter, four for each digit.</summary>
    /// <param name="id">Three capitals and four hexadecimal digits.</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    internal static AmlTerm EisaId(string id)
    {
        const int Letters = 3;
        const int Length = 7;
        if (id.Length != Length || !Array.TrueForAll(id[..Letters].ToCharArray(), char.IsAsciiLetterUpper)
            || !ushort.TryParse(id.AsSpan(Letters), System.Globalization.NumberStyles.AllowHexSpecifier, null, out ushort number))
        {
            throw new ArgumentException($"{id} is no EISA id", nameof(id));
        }
        // The letter before A counts as zero.
        const char Zero = '@';
        int letters = ((id[0] - Zero) << 10) | ((id[1] - Zero) << 5) | (id[2] - Zero);
        // The most significant byte comes first, other than in numbers.
        return AmlTerm.Of([DWordPrefix, (byte)(letters >> 8), (byte)letters, (byte)(number >> 8), (byte)number]);
    }

    /// <summary>Bytes.</summary>
    /// <param name="bytes">Any number.</param>
    internal static AmlTerm Buffer(ReadOnlySpan<byte> bytes) =>
        AmlTerm.WithLength([BufferCode], [.. Integer((ulong)bytes.Length).Bytes, .. bytes]);

    /// <summary>A list of values.</summary>
    /// <param name="elements">At most 255.</param>
    /// <exception cref="OverflowException">There are more.</exception>
    internal static AmlTerm Package(params ReadOnlySpan<AmlTerm> elements) =>
        AmlTerm.WithLength([PackageCode], [checked((byte)elements.Length)], elements);
}
