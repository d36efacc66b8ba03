using System.Globalization;
using System.Linq;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Errors;
using Kiln.Linux.Network;

namespace Kiln.Jailer.Jail.Taps;

/// <summary>A tap that the operator asks for by <c>--tap</c>.</summary>
/// <param name="Name">The interface's name.</param>
/// <param name="Mtu">Its MTU in bytes, or null for the kernel's own, or for that of the tap that is there.</param>
/// <param name="Bridge">The bridge that it is a port of, or null.</param>
/// <param name="Number">The descriptor at which the monitor gets it.</param>
internal sealed record TapRequest(string Name, int? Mtu, string? Bridge, int Number)
{
    /// <summary>The most taps of a jail: as many as descriptors are kept for them.</summary>
    internal const int Most = 32;

    /// <summary>The descriptor of the first tap. Part of the contract between jailer and monitor; the monitor's DescriptorNumbers has it too.</summary>
    internal const int FirstNumber = 64;

    // The bounds that the API has for the guest's MTU: what IPv4 asks for at least, and the longest packet.
    private const int LeastMtu = 68;
    private const int MostMtu = 65535;

    private const string Form = "write --tap NAME[,mtu=N][,bridge=BR]";

    // Linux keeps both for settings that hold for all interfaces: a name such as these would change those.
    private static readonly string[] _reserved = [".", "..", "all", "default"];

    /// <summary>Parses all values of --tap.</summary>
    /// <exception cref="JailerFailure">A value is invalid, there are too many, or an interface is named twice.</exception>
    internal static IReadOnlyList<TapRequest> ParseAll(IReadOnlyList<string> texts)
    {
        if (texts.Count > Most)
        {
            throw new JailerFailure($"--tap is given {texts.Count} times; a jail has at most {Most} taps");
        }
        List<TapRequest> taps = [];
        foreach (string text in texts)
        {
            TapRequest tap = Parse(text, FirstNumber + taps.Count);
            taps.Add(taps.Exists(other => other.Name == tap.Name)
                ? throw new JailerFailure($"--tap {tap.Name} is given twice; give each interface of the guest a tap of its own")
                : tap);
        }
        return taps;
    }

    private static TapRequest Parse(string text, int number)
    {
        string[] parts = text.Split(',');
        TapRequest tap = new(NameIn(text, parts[0], "a tap"), Mtu: null, Bridge: null, number);
        foreach (string part in parts[1..])
        {
            tap = part.Split('=', 2) switch
            {
                ["mtu", string value] => tap with { Mtu = tap.Mtu is null ? MtuIn(text, value) : throw Twice(text, "mtu") },
                ["bridge", string value] => tap with { Bridge = tap.Bridge is null ? NameIn(text, value, "a bridge") : throw Twice(text, "bridge") },
                _ => throw Invalid(text, $"'{Excerpt.Of(part)}' is neither mtu=N nor bridge=BR; {Form}"),
            };
        }
        return tap;
    }

    private static int MtuIn(string text, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int mtu) && mtu is >= LeastMtu and <= MostMtu
            ? mtu
            : throw Invalid(text, $"mtu is a number from {LeastMtu} to {MostMtu}");

    // The kernel takes more names than these; others could not be told from patterns, paths or the next part of the option.
    private static string NameIn(string text, string name, string thing)
    {
        if (name.Length == 0)
        {
            throw Invalid(text, $"{thing} has no name; {Form}");
        }
        bool isPlain = name.All(letter => char.IsBetween(letter, '!', '~') && letter is not ('/' or ':' or '%'));
        if (!isPlain || _reserved.Contains(name))
        {
            throw Invalid(text, $"'{Excerpt.Of(name)}' is no name for {thing}: it has letters, digits and signs of ASCII but / : %, and is none of {string.Join(' ', _reserved)}");
        }
        return InterfaceName.Fits(name)
            ? name
            : throw Invalid(text, $"the name '{Excerpt.Of(name)}' has {name.Length} bytes; an interface of Linux has at most {InterfaceName.MostLength}");
    }

    private static JailerFailure Twice(string text, string key) => Invalid(text, $"{key} is given twice; give it once");

    private static JailerFailure Invalid(string text, string reason) => new($"--tap {Excerpt.Of(text)}: {reason}");
}
