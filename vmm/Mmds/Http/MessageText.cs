using Kiln.Vmm.Foundation.Text;

namespace Kiln.Vmm.Mmds.Http;

/// <summary>A message that quotes up to two parts of a request. Guests match it.</summary>
internal readonly ref struct MessageText
{
    internal ReadOnlySpan<byte> Before { get; init; }

    internal ReadOnlySpan<byte> Quoted { get; init; }

    internal ReadOnlySpan<byte> Between { get; init; }

    internal ReadOnlySpan<byte> Other { get; init; }

    internal ReadOnlySpan<byte> After { get; init; }

    internal int Length => Before.Length + Quoted.Length + Between.Length + Other.Length + After.Length;

    /// <summary>A message that quotes nothing.</summary>
    internal static MessageText Of(ReadOnlySpan<byte> text) => new() { Before = text };

    /// <summary>The message for a header whose value is invalid.</summary>
    internal static MessageText InvalidValue(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => new()
    {
        Before = "Invalid header. Reason: Invalid value. Key:"u8,
        Quoted = name,
        Between = "; Value:"u8,
        Other = value,
    };

    internal void AppendTo(ref Utf8Writer writer)
    {
        writer.Append(Before);
        writer.Append(Quoted);
        writer.Append(Between);
        writer.Append(Other);
        writer.Append(After);
    }
}
