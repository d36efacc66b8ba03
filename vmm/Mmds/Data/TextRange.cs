namespace Kiln.Vmm.Mmds.Data;

/// <summary>A part of a text, in bytes.</summary>
internal readonly record struct TextRange(int Start, int Length)
{
    internal ReadOnlySpan<byte> In(ReadOnlySpan<byte> text) => text.Slice(Start, Length);
}
