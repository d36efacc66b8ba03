using System.Text;
using Kiln.Vmm.Foundation.Text;

namespace Kiln.Vmm.Metrics;

/// <summary>
/// The labels of OpenMetrics samples: the microVM's name and the user's properties. Names of properties are made fit: what is no letter, digit
/// or underscore becomes an underscore, and one that does not begin with a letter, or that a label has already, gets a prefix.
/// </summary>
internal sealed class LabelSet
{
    // Every sample has them, hundreds of times: a label that would make them longer is left out.
    private const int MaximumLength = 1024;

    // No hash table: names are hostile, and few.
    private readonly List<string> _names = ["id"];
    private readonly byte[] _buffer = new byte[MaximumLength];
    private int _length;

    /// <summary>Makes the labels.</summary>
    /// <param name="id">The microVM.</param>
    /// <param name="properties">What the user says besides, in order; at most <see cref="MetricsConfiguration.MostProperties"/>.</param>
    internal LabelSet(string id, IReadOnlyList<KeyValuePair<string, string>> properties)
    {
        Add('{', "id", id);
        foreach ((string name, string value) in properties)
        {
            Add(',', Fit(name), value);
        }
        _buffer[_length++] = (byte)'}';
    }

    /// <summary>The labels with their braces.</summary>
    internal ReadOnlyMemory<byte> Text => _buffer.AsMemory(0, _length);

    private void Add(char before, string name, string value)
    {
        Utf8Writer writer = new(_buffer.AsSpan(_length..^1));
        writer.Append((byte)before);
        writer.AppendName(name);
        writer.Append("=\""u8);
        TextEscape.AppendToLabel(ref writer, value);
        writer.Append((byte)'"');
        _length += writer.IsFull ? 0 : writer.Length;
    }

    private string Fit(string text)
    {
        StringBuilder fit = new(text.Length);
        foreach (char character in text.AsSpan(0, Math.Min(text.Length, MaximumLength)))
        {
            fit.Append(char.IsAsciiLetterOrDigit(character) ? character : '_');
        }
        // A leading underscore is reserved.
        if (fit.Length == 0 || !char.IsAsciiLetter(fit[0]))
        {
            fit.Insert(0, "property_");
        }
        string name = fit.ToString();
        while (_names.Contains(name))
        {
            name = $"property_{name}";
        }
        _names.Add(name);
        return name;
    }
}
