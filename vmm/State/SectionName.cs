using System.Text;

namespace Kiln.Vmm.State;

/// <summary>
/// Restricts section names to what is safe to quote in a message: printable ASCII, not empty, at most <see cref="StateFormat.LongestName"/>
/// characters.
/// </summary>
internal static class SectionName
{
    /// <summary>Whether a name is valid.</summary>
    internal static bool IsSound(ReadOnlySpan<char> name) =>
        name.Length is > 0 and <= StateFormat.LongestName && !name.ContainsAnyExceptInRange(' ', '~');

    /// <summary>Whether a name is valid.</summary>
    internal static bool IsSound(ReadOnlySpan<byte> name) =>
        name.Length is > 0 and <= StateFormat.LongestName && !name.ContainsAnyExceptInRange((byte)' ', (byte)'~');

    /// <summary>A name for a message; "no name" if it is invalid.</summary>
    internal static string Shown(ReadOnlySpan<byte> name) => IsSound(name) ? $"'{Encoding.ASCII.GetString(name)}'" : "no name";
}
