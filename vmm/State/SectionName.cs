using System.Text;

namespace Kiln.Vmm.State;

/// <summary>What a section may be called: so little that any name can stand in a message.</summary>
internal static class SectionName
{
    /// <summary>Whether it is a name.</summary>
    internal static bool IsSound(ReadOnlySpan<char> name) =>
        name.Length is > 0 and <= StateFormat.LongestName && !name.ContainsAnyExceptInRange(' ', '~');

    /// <summary>Whether it is a name.</summary>
    internal static bool IsSound(ReadOnlySpan<byte> name) =>
        name.Length is > 0 and <= StateFormat.LongestName && !name.ContainsAnyExceptInRange((byte)' ', (byte)'~');

    /// <summary>How a message names what should have been one.</summary>
    internal static string Shown(ReadOnlySpan<byte> name) => IsSound(name) ? $"'{Encoding.ASCII.GetString(name)}'" : "no name";
}
