using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Json;

namespace Kiln.Vmm.Mmds.Data;

/// <summary>A JSON value as it was read: in the order of its text, with names that may be there twice. Outside the managed heap.</summary>
internal sealed class MetadataDraft : IDisposable
{
    // A value takes a character and a separator.
    private const int ShortestValue = 2;

    // serde_json prints 1e15 as 1000000000000000.0: the most that a value with its separator grows. Everything else becomes shorter.
    private const int Growth = 4;
    // Lists and objects are read one by one, with nothing to name in a message.
    private const string NoName = "";

    private readonly MappedMemory _memory;
    private readonly int _capacity;
    private int _textLength;

    /// <param name="most">The length of the text that is read, in bytes at most.</param>
    /// <exception cref="VmmFailure">The host has no memory.</exception>
    internal MetadataDraft(int most)
    {
        _capacity = (most / ShortestValue) + 1;
        int length = checked((_capacity * (Unsafe.SizeOf<DraftNode>() + sizeof(int))) + (most * Growth) + JsonNumber.LongestText);
        _memory = MappedMemory.TryCreate(length) ?? throw new VmmFailure("The host has no memory for the metadata; try again");
    }

    /// <summary>The number of values.</summary>
    internal int Count { get; private set; }

    /// <summary>The number of bytes of all names, strings and numbers.</summary>
    internal int TextLength => _textLength;

    /// <summary>The values, each before its children.</summary>
    internal Span<DraftNode> Nodes => MemoryMarshal.Cast<byte, DraftNode>(_memory.GetSpan())[.._capacity];

    /// <summary>Room for one number a value.</summary>
    internal Span<int> Order => MemoryMarshal.Cast<byte, int>(_memory.GetSpan().Slice(_capacity * Unsafe.SizeOf<DraftNode>(), _capacity * sizeof(int)));

    private Span<byte> Text => _memory.GetSpan()[(_capacity * (Unsafe.SizeOf<DraftNode>() + sizeof(int)))..];

    internal ReadOnlySpan<byte> TextOf(TextRange range) => range.In(Text);

    /// <summary>Reads the next value.</summary>
    /// <exception cref="JsonFailure">It is not JSON.</exception>
    internal void Read(ref JsonReader reader) => Read(ref reader, default);

    public void Dispose() => _memory.Unmap();

    private void Read(ref JsonReader reader, TextRange name)
    {
        JsonKind kind = reader.PeekKind();
        int node = Count++;
        TextRange text = kind switch
        {
            JsonKind.Null => Keep(reader.TakeNull() ? "null"u8 : default),
            JsonKind.Boolean => Keep(reader.ReadBoolean() ? "true"u8 : "false"u8),
            JsonKind.Number => Keep(reader.ReadNumber()),
            JsonKind.String => Keep(reader.ReadText()),
            JsonKind.List => ReadList(ref reader),
            _ => ReadObject(ref reader),
        };
        Nodes[node] = new DraftNode(kind, name, text, Next: Count);
    }

    private TextRange ReadList(ref JsonReader reader)
    {
        JsonSequence list = reader.BeginList(NoName, int.MaxValue);
        while (reader.NextElement(ref list))
        {
            Read(ref reader, default);
        }
        return default;
    }

    private TextRange ReadObject(ref JsonReader reader)
    {
        JsonSequence map = reader.BeginMap(NoName, int.MaxValue);
        while (reader.NextMember(ref map, out JsonString name))
        {
            Read(ref reader, Keep(name));
        }
        return default;
    }

    private TextRange Keep(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Text[_textLength..]);
        return Took(text.Length);
    }

    private TextRange Keep(JsonString text) => Took(text.Decode(Text[_textLength..]));

    private TextRange Keep(JsonNumber number) => Took(number.Format(Text[_textLength..]));

    private TextRange Took(int length)
    {
        TextRange range = new(_textLength, length);
        _textLength += length;
        return range;
    }
}

/// <summary>A value of a draft.</summary>
/// <param name="Name">The name within its object.</param>
/// <param name="Text">The characters of a string, or the text of a number, true, false or null.</param>
/// <param name="Next">The node after this value and its children.</param>
internal readonly record struct DraftNode(JsonKind Kind, TextRange Name, TextRange Text, int Next);
