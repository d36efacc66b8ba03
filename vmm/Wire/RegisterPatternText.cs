using Kiln.Linux.Errors;
using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Wire;

/// <summary>
/// Parses the bitmaps of CPU templates, such as <c>0b1xx0_0101</c>: most significant bit first, missing bits unchanged, the prefix 0b optional.
/// </summary>
internal static class RegisterPatternText
{
    /// <param name="width">The width of the register in bits, 32 or 64.</param>
    /// <exception cref="JsonFailure">The value is not a bitmap of at most this width.</exception>
    internal static RegisterPattern Read(ref JsonReader reader, int width)
    {
        int start = reader.Place();
        string text = reader.ReadString("a bitmap", TextBounds.Word);
        return TryParse(text, width, out RegisterPattern pattern)
            ? pattern
            : throw reader.Failure(
                start,
                $"a bitmap is \"{Excerpt.Of(text)}\"; 0b and at most {width} of the characters 0, 1, x (unchanged) and _ (no bit) are expected");
    }

    /// <param name="width">The width of the register in bits, 32 or 64.</param>
    /// <returns>False when the text is not a bitmap of at most this width.</returns>
    internal static bool TryParse(ReadOnlySpan<char> text, int width, out RegisterPattern pattern)
    {
        pattern = default;
        ReadOnlySpan<char> characters = text is ['0', 'b', .. var behind] ? behind : text;
        ulong filter = 0;
        ulong value = 0;
        int bits = 0;
        foreach (char character in characters)
        {
            if (character == '_')
            {
                continue;
            }
            if (character is not ('0' or '1' or 'x') || ++bits > width)
            {
                return false;
            }
            filter = (filter << 1) | (character == 'x' ? 0u : 1u);
            value = (value << 1) | (character == '1' ? 1u : 0u);
        }
        pattern = new RegisterPattern(filter, value);
        return bits > 0;
    }
}
