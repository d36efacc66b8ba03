using System.Text;

namespace Kiln.Vmm.Json;

/// <summary>A name that texts are compared with.</summary>
/// <param name="text">The name.</param>
internal sealed class JsonName(string text)
{
    private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(text);

    /// <summary>The name.</summary>
    internal string Text { get; } = text;

    /// <summary>The name in UTF-8.</summary>
    internal ReadOnlySpan<byte> Utf8 => _utf8;
}
