using System.Text;

namespace Kiln.Vmm.Json;

/// <summary>A name to compare with strings of the text.</summary>
internal sealed class JsonName(string text)
{
    private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(text);

    internal string Text { get; } = text;

    internal ReadOnlySpan<byte> Utf8 => _utf8;
}
