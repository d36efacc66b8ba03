using System.Text;

namespace Kiln.Vmm.Machine.Description.Acpi.Aml;

/// <summary>AML data objects (ACPI 6.5, 20.2.3 and 20.2.5.4).</summary>
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

    /// <summary>An integer in the shortest encoding.</summary>
    internal static AmlTerm Integer(ulong value) => value switch
    {
        0 => AmlTerm.Of([ZeroCode]),
        1 => AmlTerm.Of([OneCode]),
        <= byte.MaxValue => AmlTerm.Of([BytePrefix, (byte)value]),
        <= ushort.MaxValue => AmlTerm.Of([WordPrefix, .. BitConverter.GetBytes((ushort)value)]),
        <= uint.MaxValue => DWord((uint)value),
        _ => AmlTerm.Of([QWordPrefix, .. BitConverter.GetBytes(value)]),
    };

    /// <summary>An integer in four bytes, whatever its value.</summary>
    internal static AmlTerm DWord(uint value) => AmlTerm.Of([DWordPrefix, .. BitConverter.GetBytes(value)]);

    /// <param name="text">ASCII without NUL.</param>
    /// <exception cref="ArgumentException">It contains other characters.</exception>
    internal static AmlTerm String(string text) => Ascii.IsValid(text) && !text.Contains('\0')
        ? AmlTerm.Of([StringPrefix, .. Encoding.ASCII.GetBytes(text), 0])
        : throw new ArgumentException($"{text} is not a valid AML string", nameof(text));

    /// <summary>A compressed EISA ID, which names a kind of device (19.3.4): five bits per letter, four per digit.</summary>
    /// <param name="id">Three capital letters and four hexadecimal digits.</param>
    /// <exception cref="ArgumentException"/>
    internal static AmlTerm EisaId(string id)
    {
        const int Letters = 3;
        const int Length = 7;
        if (id.Length != Length || !Array.TrueForAll(id[..Letters].ToCharArray(), char.IsAsciiLetterUpper)
            || !ushort.TryParse(id.AsSpan(Letters), System.Globalization.NumberStyles.AllowHexSpecifier, null, out ushort number))
        {
            throw new ArgumentException($"{id} is not an EISA ID", nameof(id));
        }
        // @ is 0, A is 1, and so on.
        const char Zero = '@';
        int letters = ((id[0] - Zero) << 10) | ((id[1] - Zero) << 5) | (id[2] - Zero);
        // Unlike integers, an EISA ID is big-endian.
        return AmlTerm.Of([DWordPrefix, (byte)(letters >> 8), (byte)letters, (byte)(number >> 8), (byte)number]);
    }

    internal static AmlTerm Buffer(ReadOnlySpan<byte> bytes) =>
        AmlTerm.WithLength([BufferCode], [.. Integer((ulong)bytes.Length).Bytes, .. bytes]);

    /// <summary>A package, that is, a list of objects.</summary>
    /// <param name="elements">At most 255.</param>
    /// <exception cref="OverflowException"/>
    internal static AmlTerm Package(params ReadOnlySpan<AmlTerm> elements) =>
        AmlTerm.WithLength([PackageCode], [checked((byte)elements.Length)], elements);
}
