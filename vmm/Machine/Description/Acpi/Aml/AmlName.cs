using System.Linq;
using System.Text;

namespace Kiln.Vmm.Machine.Description.Acpi.Aml;

/// <summary>The place of an object in the tree of names (ACPI 6.5, 20.2.2).</summary>
internal static class AmlName
{
    private const byte Root = (byte)'\\';
    private const byte TwoSegments = 0x2E;
    private const byte ManySegments = 0x2F;

    // Every segment has as many characters; shorter ones are filled with underscores.
    private const int SegmentLength = 4;

    /// <summary>Encodes a name.</summary>
    /// <param name="name">
    /// One to 255 segments with dots between them, each of four capitals, digits and underscores that start with no digit; with a backslash before
    /// them it is looked for from the root.
    /// </param>
    /// <exception cref="ArgumentException">It is none.</exception>
    internal static byte[] Of(string name)
    {
        bool fromRoot = name.StartsWith('\\');
        string[] segments = (fromRoot ? name[1..] : name).Split('.');
        if (segments.Length > byte.MaxValue || !Array.TrueForAll(segments, IsSegment))
        {
            throw new ArgumentException($"{name} is no name in AML", nameof(name));
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

    private static bool IsSegment(string text) => text.Length == SegmentLength && !char.IsAsciiDigit(text[0])
        && text.All(character => char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character) || character == '_');
}
