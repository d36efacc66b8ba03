using System.Text;
using Kiln.Vmm.Foundation.Text;

namespace Kiln.Vmm.Metrics;

/// <summary>
/// The labels of OpenMetrics samples: the microVM's id and the user's properties. Names of properties are made valid: other characters than
/// letters, digits and underscores become underscores; a name that does not start with a letter, or that is already in use, gets a prefix.
/// </summary>
internal sealed class LabelSet
{
    // Hundreds of samples repeat the labels, so a label that would exceed this length is left out.
    private const int MaximumLength = 1024;

    // A list, not a hash table: the names may be hostile, and are few. The first are the monitor's own, which name the microVM and its devices.
    private readonly List<string> _names = ["id", "drive", "interface"];
    private readonly byte[] _buffer = new byte[MaximumLength];
    private int _length;

    /// <param name="properties">The user's properties, in order; at most <see cref="MetricsConfiguration.MostProperties"/>.</param>
    internal LabelSet(string id, IReadOnlyList<KeyValuePair<string, string>> properties)
    {
        Add('{', "id", id);
        foreach ((string name, string value) in properties)
        {
            Add(',', Fit(name), value);
        }
        _buffer[_length++] = (byte)'}';
    }

    /// <summary>The labels in braces.</summary>
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
        // OpenMetrics reserves names with a leading underscore.
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
