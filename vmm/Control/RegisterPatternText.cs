using Kiln.Vmm.Machine.Cpu.Templates;

namespace Kiln.Vmm.Control;

/// <summary>Reads the bitmaps of CPU templates, such as <c>0b1xx0_0101</c>: the highest bit first, those that are left out unchanged.</summary>
internal static class RegisterPatternText
{
    /// <summary>Reads a bitmap.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">The register's bits, 32 or 64.</param>
    /// <param name="pattern">What it forces.</param>
    /// <returns>Whether it is a bitmap for such a register.</returns>
    internal static bool TryParse(ReadOnlySpan<char> text, int width, out RegisterPattern pattern)
    {
        pattern = default;
        if (text is not ['0', 'b', .. var characters])
        {
            return false;
        }
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
