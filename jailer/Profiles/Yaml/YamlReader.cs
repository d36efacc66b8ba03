using System.IO;
using System.Linq;
using Kiln.Profiles.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Kiln.Profiles.Yaml;

/// <summary>
/// Reads the subset of YAML 1.2 that profiles use, from the event stream: one document of mappings, lists and text. Anchors, aliases and
/// tags are rejected: they can make a text mean something other than what a reviewer sees.
/// </summary>
internal sealed class YamlReader
{
    // The shipped profiles nest seven deep; the bound keeps a hostile one from exhausting the stack.
    private const int MaximumDepth = 16;

    /// <summary>The longest accepted profile, in bytes of the file and in characters; the shipped ones have a few hundred lines.</summary>
    internal const int MaximumLength = 256 * 1024;

    private readonly string _file;
    private readonly Parser _parser;

    private YamlReader(string file, string text)
    {
        _file = file;
        _parser = new Parser(new StringReader(text));
    }

    /// <param name="file">The file's name, for messages.</param>
    /// <exception cref="ProfileException">The text is not such a document.</exception>
    internal static Node Read(string file, string text)
    {
        YamlReader reader = new(file, text);
        reader.RefuseInvisible(text);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException exception)
        {
            throw reader.Error(DiagnosticId.Syntax, exception.Start, $"this is not YAML: {exception.Message}");
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException)
        {
            // On some inputs the parser fails with an internal exception instead of a syntax error; found by fuzzing.
            throw reader.Error(DiagnosticId.Syntax, reader._parser.Current?.End ?? Mark.Empty, "this is not YAML: it ends within a value");
        }
    }

    private Node ReadDocument()
    {
        Next<StreamStart>();
        if (Peek() is StreamEnd)
        {
            throw Error(DiagnosticId.Syntax, Mark.Empty, "the file is empty; a profile starts with 'profile: NAME'");
        }
        Next<DocumentStart>();
        Node node = ReadNode(0);
        Next<DocumentEnd>();
        return Peek() is StreamEnd ? node : throw Error(DiagnosticId.Syntax, Peek().Start, "a second document; a profile is one");
    }

    private Node ReadNode(int depth)
    {
        ParsingEvent head = Next<ParsingEvent>();
        if (depth > MaximumDepth)
        {
            throw Error(DiagnosticId.OverLimit, head.Start, $"nested deeper than {MaximumDepth}");
        }
        if (head is NodeEvent { Anchor.IsEmpty: false } or AnchorAlias)
        {
            throw Error(DiagnosticId.Hidden, head.Start, "anchors and aliases are not allowed; write the value out");
        }
        if (head is NodeEvent { Tag.IsEmpty: false })
        {
            throw Error(DiagnosticId.Hidden, head.Start, "tags are not allowed; remove it");
        }
        return head switch
        {
            Scalar scalar when scalar.Value.Any(character => character is not ('\n' or '\r' or '\t') && Diagnostic.IsInvisible(character)) =>
                throw Error(DiagnosticId.Hidden, scalar.Start, "an escape makes an invisible character; remove it"),
            Scalar scalar => new ScalarNode(_file, scalar.Start, scalar.Value),
            SequenceStart => ReadSequence(head.Start, depth),
            MappingStart => ReadMapping(head.Start, depth),
            _ => throw Error(DiagnosticId.Syntax, head.Start, "a mapping, a list or text is expected"),
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
        HashSet<string> keys = [];
        while (Peek() is not MappingEnd)
        {
            Mark keyStart = Peek().Start;
            ScalarNode key = ReadNode(depth + 1) as ScalarNode ?? throw Error(DiagnosticId.Syntax, keyStart, "a key is text");
            if (!keys.Add(key.Text))
            {
                throw Error(DiagnosticId.DuplicateKey, keyStart, $"the key '{key.Text}' is there twice; keep one");
            }
            entries.Add((key, ReadNode(depth + 1)));
        }
        Next<MappingEnd>();
        return new MappingNode(_file, start, entries);
    }

    // The parser is positioned before its first event until it is advanced.
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
        return current as T ?? throw Error(DiagnosticId.Syntax, current.Start, "a profile is one mapping");
    }

    // Characters that change the text direction or move the cursor would show a reviewer a different profile than the one compiled.
    private void RefuseInvisible(string text)
    {
        int line = 1;
        int lineStart = 0;
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] == '\n')
            {
                line++;
                lineStart = at + 1;
            }
            else if (text[at] is not ('\r' or '\t') && Diagnostic.IsInvisible(text[at]))
            {
                throw new ProfileException(new Diagnostic(
                    DiagnosticId.Hidden, _file, line, at - lineStart + 1, $"the invisible character U+{(int)text[at]:X4}; remove it"));
            }
        }
    }

    private ProfileException Error(string id, Mark mark, string message) =>
        new(new Diagnostic(id, _file, (int)mark.Line, (int)mark.Column, message));
}
