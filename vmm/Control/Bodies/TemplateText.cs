using Kiln.Linux;
using Kiln.Vmm.Control.Json;
using Kiln.Vmm.Machine.Cpu.Templates;

namespace Kiln.Vmm.Control.Bodies;

/// <summary>Numbers and bitmaps that templates have as text.</summary>
internal static class TemplateText
{
    /// <summary>Reads a number of 32 bits.</summary>
    /// <param name="reader">At it.</param>
    /// <param name="field">The field's name, for the message.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static uint ReadNumber(ref JsonReader reader, string field)
    {
        int start = reader.Place();
        string text = reader.ReadString();
        return BoundedNumber.TryParsePrefixed(text, out uint number)
            ? number
            : throw reader.FailureAtOnce(start, $"{field} is \"{Excerpt.Of(text)}\"; a 32-bit number with 0x or 0b before it is expected");
    }

    /// <summary>Reads a bitmap.</summary>
    /// <param name="reader">At it.</param>
    /// <param name="width">The register's bits, 32 or 64.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static RegisterPattern ReadPattern(ref JsonReader reader, int width)
    {
        int start = reader.Place();
        string text = reader.ReadString();
        return RegisterPatternText.TryParse(text, width, out RegisterPattern pattern)
            ? pattern
            : throw reader.FailureAtOnce(
                start,
                $"bitmap is \"{Excerpt.Of(text)}\"; 0b and at most {width} of the characters 0, 1, x (unchanged) and _ (no bit) are expected");
    }
}
