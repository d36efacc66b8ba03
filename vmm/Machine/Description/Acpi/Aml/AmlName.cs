using System.Text;

namespace Kiln.Vmm.Machine.Description.Acpi.Aml;

/// <summary>The path of an object in the ACPI namespace (ACPI 6.5, 20.2.2).</summary>
internal static class AmlName
{
    private const byte Root = (byte)'\\';
    private const byte TwoSegments = 0x2E;
    private const byte ManySegments = 0x2F;

    // Every segment has four characters; shorter names are padded with underscores.
    private const int SegmentLength = 4;

    /// <param name="name">
    /// One to 255 segments separated by dots, each four characters: capital letters, digits and underscores, not starting with a digit. A leading
    /// backslash makes the path absolute.
    /// </param>
    /// <exception cref="ArgumentException"/>
    internal static byte[] Of(string name)
    {
        bool fromRoot = name.StartsWith('\\');
        string[] segments = (fromRoot ? name[1..] : name).Split('.');
        if (segments.Length > byte.MaxValue || !Array.TrueForAll(segments, IsSegment))
        {
            throw new ArgumentException($"{name} is not an AML name", nameof(name));
        }
        byte[] path = Encoding.ASCII.GetBytes(string.Concat(segments));
        byte[] prefix = segments.Length switch
        {
            1 => [],
            2 => [TwoSegments],
            int count => [ManySegments, (byte)count],
        };
        return fromRoot ? [Root, .. prefix, .. path] : [.. prefix, .. path];
    }

    private static bool IsOfASegment(char character) => char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character) || character == '_';

    private static bool IsSegment(string text) => text.Length == SegmentLength && !char.IsAsciiDigit(text[0])
        && Array.TrueForAll(text.ToCharArray(), IsOfASegment);
}
