using Kiln.CommandLine;

namespace Kiln.Manuals;

/// <summary>A manual page's name and section.</summary>
/// <param name="Name">The words of a command joined by hyphens, or the name of a file.</param>
/// <param name="Section">1 for commands, 5 for files, 8 for commands of an administrator.</param>
internal sealed record PageName(string Name, int Section)
{
    /// <summary>The configuration file of the monitor.</summary>
    internal static PageName Configuration { get; } = new("vm.json", 5);

    /// <summary>The commands of profiles together.</summary>
    internal static PageName Profiles { get; } = new("jailer-profile", 1);

    /// <summary>Where the page lies below a prefix such as /usr/share.</summary>
    internal string Path => $"man/man{Section}/{Name}.{Section}";

    /// <summary>Only the jailer itself is of no use to anybody but root.</summary>
    internal static PageName Of(CommandModel command) => new(command.Program.Replace(' ', '-'), command.Program == "jailer" ? 8 : 1);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}({Section})";
}
