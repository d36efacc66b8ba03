using System.Linq;
using Kiln.Jailer.Foundation;

namespace Kiln.Jailer.Jail.Cgroups;

/// <summary>A value to write to a file of the jail's cgroup.</summary>
/// <param name="File">The file name, for example <c>memory.max</c>.</param>
/// <param name="Value">The value, without a line end.</param>
internal sealed record CgroupSetting(string File, string Value)
{
    // NAME_MAX bounds a file's name.
    private const int MaximumFileLength = 255;

    // The kernel accepts less than a page per write, line end included.
    private const int MaximumValueLength = 4094;

    /// <summary>The controller: the part of the file name before the first dot.</summary>
    internal string Controller => ControllerOf(File);

    internal static string ControllerOf(string file) => file.Split('.')[0];

    /// <summary>Parses a value of --cgroup.</summary>
    /// <c>file=value</c>; any further equals signs belong to the value, as in io.max.
    /// <exception cref="JailerFailure"/>
    internal static CgroupSetting Parse(string text)
    {
        int separator = text.IndexOf('=', StringComparison.Ordinal);
        string value = text[(separator + 1)..];
        if (separator <= 0 || value.Length is 0 or > MaximumValueLength || value.Any(char.IsControl))
        {
            throw new JailerFailure($"Invalid format for cgroups: {text}; write --cgroup FILE=VALUE, such as memory.max=512M, the value in one line");
        }
        string file = text[..separator];
        bool plain = file.Length <= MaximumFileLength && !file.Contains('/') && !file.StartsWith('.') && !file.Contains('\0');
        return plain
            ? new CgroupSetting(file, value)
            : throw new JailerFailure($"Cgroup invalid file: {file}; it is the bare name of a controller's file, such as memory.max");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{File}={Value}";
}
