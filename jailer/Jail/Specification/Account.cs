using System.Globalization;
using System.IO;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Errors;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>Resolves users and groups by number or name. Names come from /etc/passwd and /etc/group: a static binary has no name service.</summary>
internal static class Account
{
    private const string UserFile = "/etc/passwd";
    private const string GroupFile = "/etc/group";

    // Hosts with every user in the file have some ten thousand lines; the bound keeps a hostile file from exhausting memory.
    private const int MaximumLength = 4 << 20;

    /// <summary>Resolves --uid.</summary>
    /// <param name="text">A number or a name.</param>
    /// <exception cref="JailerFailure"/>
    internal static uint UserOf(string text) => IdOf("uid", text, UserFile);

    /// <summary>Resolves --gid.</summary>
    /// <param name="text">A number or a name.</param>
    /// <exception cref="JailerFailure"/>
    internal static uint GroupOf(string text) => IdOf("gid", text, GroupFile);

    /// <summary>Looks up a name in the format of passwd(5) and group(5): field one is the name, field three the number.</summary>
    /// <returns>Whether a well-formed line has the name; malformed lines are skipped.</returns>
    internal static bool TryFind(ReadOnlySpan<char> content, ReadOnlySpan<char> name, out uint id)
    {
        Span<Range> fields = stackalloc Range[4];
        foreach (ReadOnlySpan<char> line in content.EnumerateLines())
        {
            int count = line.Split(fields, ':');
            if (count == fields.Length && line[fields[0]].SequenceEqual(name) && TryParse(line[fields[2]], out id))
            {
                return true;
            }
        }
        id = 0;
        return false;
    }

    private static uint IdOf(string kind, string text, string file)
    {
        if (TryParse(text, out uint id))
        {
            return id;
        }
        bool name = text.Length > 0 && !char.IsAsciiDigit(text[0]) && text[0] != '-' && text[0] != '+' && !text.AsSpan().ContainsAny(":\n\0");
        if (!name)
        {
            throw new JailerFailure($"Invalid {kind}: {text}; --{kind} is a number from 0 to {uint.MaxValue - 1}, or a name in {file}");
        }
        return TryFind(Read(file), text, out id) ? id : throw new JailerFailure($"Invalid {kind}: {text}; there is no such name in {file}");
    }

    // 4294967295 means "leave unchanged" to the kernel: the program would stay root.
    private static bool TryParse(ReadOnlySpan<char> text, out uint id) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id != uint.MaxValue;

    private static string Read(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MaximumLength
                ? File.ReadAllText(path)
                : throw new JailerFailure($"{path} is longer than {MaximumLength >> 20} MiB; give a number");
        }
        catch (IOException exception)
        {
            throw new JailerFailure($"{path} cannot be read: {Excerpt.OfMessage(exception.Message)}; give a number");
        }
    }
}
