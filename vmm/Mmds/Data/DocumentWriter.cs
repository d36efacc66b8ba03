using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kiln.Vmm.Json;

namespace Kiln.Vmm.Mmds.Data;

/// <summary>Writes a document value by value, in the order of its text.</summary>
/// <param name="nodes">The most values that may be written.</param>
/// <param name="json">The most bytes of compact text.</param>
/// <param name="plain">The most bytes of plain text.</param>
/// <exception cref="Foundation.VmmFailure">The host has no memory.</exception>
internal ref struct DocumentWriter(int nodes, int json, int plain)
{
    private readonly DocumentMemory _memory = DocumentMemory.Create(checked((nodes * Unsafe.SizeOf<MetadataNode>()) + json + plain));
    private int _nodeCount;
    private int _jsonLength;
    private int _plainLength;

    private readonly int PlainStart => nodes * Unsafe.SizeOf<MetadataNode>();

    private readonly int JsonStart => PlainStart + plain;

    private readonly Span<MetadataNode> Nodes => MemoryMarshal.Cast<byte, MetadataNode>(_memory.GetSpan()[..PlainStart]);

    private readonly Span<byte> Plain => _memory.GetSpan()[PlainStart..JsonStart];

    private readonly Span<byte> Json => _memory.GetSpan()[JsonStart..];

    /// <summary>Takes consecutive nodes.</summary>
    /// <returns>The first.</returns>
    internal int Take(int count)
    {
        int first = _nodeCount;
        _nodeCount += count;
        return first;
    }

    /// <summary>Begins a list or an object.</summary>
    internal void Open(int node, JsonKind kind)
    {
        Nodes[node].Kind = kind;
        Nodes[node].Json = new TextRange(_jsonLength, 0);
        Append(kind == JsonKind.List ? "["u8 : "{"u8);
    }

    /// <summary>Begins the next element or member.</summary>
    /// <param name="index">Its index among those of the list or object.</param>
    internal void Separate(int index) => Append(index == 0 ? default : ","u8);

    /// <summary>Writes the name of a member, before its value.</summary>
    internal void WriteName(int node, ReadOnlySpan<byte> name)
    {
        Nodes[node].Name = Keep(name);
        AppendString(name);
        Append(":"u8);
    }

    /// <summary>Writes a string.</summary>
    internal void WriteString(int node, ReadOnlySpan<byte> text)
    {
        int start = _jsonLength;
        AppendString(text);
        Nodes[node].Kind = JsonKind.String;
        Nodes[node].Plain = Keep(text);
        Nodes[node].Json = new TextRange(start, _jsonLength - start);
    }

    /// <summary>Writes a number, true, false or null.</summary>
    internal void WriteToken(int node, JsonKind kind, ReadOnlySpan<byte> token)
    {
        Nodes[node].Kind = kind;
        Nodes[node].Json = new TextRange(_jsonLength, token.Length);
        Append(token);
    }

    /// <summary>Ends a list or an object.</summary>
    /// <param name="first">The node of its first child.</param>
    /// <param name="count">How many children were written.</param>
    internal void Close(int node, int first, int count)
    {
        bool isObject = Nodes[node].Kind == JsonKind.Object;
        Append(isObject ? "}"u8 : "]"u8);
        int start = Nodes[node].Json.Start;
        Nodes[node].Json = new TextRange(start, _jsonLength - start);
        Nodes[node].FirstChild = first;
        Nodes[node].Count = count;
        if (isObject)
        {
            Nodes[node].Plain = List(first, count);
        }
    }

    /// <summary>Completes the document, whose root is node 0.</summary>
    internal readonly MetadataDocument Complete() => new(
        _memory,
        _nodeCount,
        new TextRange(PlainStart, _plainLength),
        new TextRange(JsonStart, _jsonLength));

    // The listing of an object: its names by line, with a slash behind those of objects.
    private TextRange List(int first, int count)
    {
        int start = _plainLength;
        for (int child = first; child < first + count; child++)
        {
            if (child > first)
            {
                _ = Keep("\n"u8);
            }
            _ = Keep(Nodes[child].Name.In(Plain));
            if (Nodes[child].Kind == JsonKind.Object)
            {
                _ = Keep("/"u8);
            }
        }
        return new TextRange(start, _plainLength - start);
    }

    private TextRange Keep(ReadOnlySpan<byte> text)
    {
        TextRange range = new(_plainLength, text.Length);
        text.CopyTo(Plain[_plainLength..]);
        _plainLength += text.Length;
        return range;
    }

    private void AppendString(ReadOnlySpan<byte> text)
    {
        Append("\""u8);
        Span<byte> escape = stackalloc byte[JsonEscape.Longest];
        while (JsonEscape.IndexIn(text) is >= 0 and int index)
        {
            Append(text[..index]);
            Append(escape[..JsonEscape.Write(text[index], escape)]);
            text = text[(index + 1)..];
        }
        Append(text);
        Append("\""u8);
    }

    private void Append(scoped ReadOnlySpan<byte> text)
    {
        text.CopyTo(Json[_jsonLength..]);
        _jsonLength += text.Length;
    }
}
