using System.IO;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Kiln.Profiles.Yaml;

/// <summary>
/// Reads the part of YAML 1.2 that profiles use, from the event stream: one document of mappings, lists and text. Anchors, aliases and tags
/// are refused: they make a text mean other than what a reviewer sees.
/// </summary>
internal sealed class YamlReader
{
    // A profile nests seven deep; the bound keeps a hostile one from exhausting the stack.
    private const int MaximumDepth = 16;

    // The largest profile is a few hundred lines.
    private const int MaximumLength = 256 * 1024;

    private readonly string _file;
    private readonly Parser _parser;

    private YamlReader(string file, string text)
    {
        _file = file;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>Reads a document.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="text">Its content.</param>
    /// <exception cref="ProfileException">It is not such a document.</exception>
    internal static Node Read(string file, string text)
    {
        if (text.Length > MaximumLength)
        {
            throw new ProfileException(new Diagnostic(DiagnosticId.Syntax, file, 1, 1, $"the file is longer than {MaximumLength} characters"));
        }
        YamlReader reader = new(file, text);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException exception)
        {
            throw reader.Error(exception.Start, $"this is not YAML: {exception.Message}");
        }
    }

    private Node ReadDocument()
    {
        Next<StreamStart>();
        if (Peek() is StreamEnd)
        {
            throw Error(Mark.Empty, "the file is empty; a profile starts with 'profile: NAME'");
        }
        Next<DocumentStart>();
        Node node = ReadNode(0);
        Next<DocumentEnd>();
        return Peek() is StreamEnd ? node : throw Error(Peek().Start, "a second document; a profile is one");
    }

    private Node ReadNode(int depth)
    {
        ParsingEvent head = Next<ParsingEvent>();
        if (depth > MaximumDepth)
        {
            throw Error(head.Start, $"nested deeper than {MaximumDepth}");
        }
        if (head is NodeEvent { Anchor.IsEmpty: false } or AnchorAlias)
        {
            throw Error(head.Start, "anchors and aliases are not allowed; write the value out");
        }
        if (head is NodeEvent { Tag.IsEmpty: false })
        {
            throw Error(head.Start, "tags are not allowed; remove it");
        }
        return head switch
        {
            Scalar scalar => new ScalarNode(_file, scalar.Start, scalar.Value),
            SequenceStart => ReadSequence(head.Start, depth),
            MappingStart => ReadMapping(head.Start, depth),
            _ => throw Error(head.Start, "a mapping, a list or text is expected"),
        };
    }

    private SequenceNode ReadSequence(Mark start, int depth)
    {
        List<Node> items = [];
        while (Peek() is not SequenceEnd)
        {
            items.Add(ReadNode(depth + 1));
        }
        Next<SequenceEnd>();
        return new SequenceNode(_file, start, items);
    }

    private MappingNode ReadMapping(Mark start, int depth)
    {
        List<(ScalarNode Key, Node Value)> entries = [];
        while (Peek() is not MappingEnd)
        {
            Mark keyStart = Peek().Start;
            ScalarNode key = ReadNode(depth + 1) as ScalarNode ?? throw Error(keyStart, "a key is text");
            if (entries.Exists(entry => entry.Key.Text == key.Text))
            {
                throw Error(keyStart, $"the key '{key.Text}' is there twice; keep one");
            }
            entries.Add((key, ReadNode(depth + 1)));
        }
        Next<MappingEnd>();
        return new MappingNode(_file, start, entries);
    }

    // The parser stands before its first event until it is moved.
    private ParsingEvent Peek()
    {
        if (_parser.Current is null)
        {
            _parser.MoveNext();
        }
        return _parser.Current!;
    }

    private T Next<T>()
        where T : ParsingEvent
    {
        ParsingEvent current = Peek();
        _parser.MoveNext();
        return current as T ?? throw Error(current.Start, "a profile is one mapping");
    }

    private ProfileException Error(Mark mark, string message) =>
        new(new Diagnostic(DiagnosticId.Syntax, _file, (int)mark.Line, (int)mark.Column, message));
}
