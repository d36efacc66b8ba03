using System.Linq;
using Kiln.CommandLine;
using Kiln.Linux;
using Kiln.Profiles;
using Kiln.Seccomp;

namespace Kiln.Jailer.ProfileCommands;

/// <summary><c>jailer profile check</c>.</summary>
internal sealed class CheckCommand : IProfileCommand
{
    private static readonly OptionModel _json = new("--json", null, "print the findings as a JSON array, for machines");

    private static readonly OptionModel _denyWarnings = new("--deny-warnings", null, "end with status 1 for warnings too");

    /// <inheritdoc/>
    public CommandModel Model { get; } = new(
        "jailer profile check",
        KilnVersion.Text,
        "[DIR] [--arch NAME] [--json] [--deny-warnings]",
        "Says what is wrong with profiles, and which grants are dangerous.\n"
        + "Each finding is one line: file:line:column: error|warning ID: what, and the cure. seccomp-profiles/README.md lists the ids.",
        [ProfileOptions.Architecture, _json, _denyWarnings],
        """
        exit status:
          0 no errors; 1 errors, or with --deny-warnings warnings, or a wrong command line
        """)
    {
        Operands = [new("DIR", "the directory of YAML files; the shipped profiles when it is not given")],
    };

    /// <inheritdoc/>
    public int Run(ParsedCommand command)
    {
        IProfileSource source = ProfileOptions.SourceOf(command.Operands is [string given] ? given : null);
        ProfileCompilation compilation =
            new ProfileLibrary(source, ProfileOptions.ArchitectureOf(command)).Compile(FilterSetOptions.Custom);
        Program.Write(Descriptor.StandardOutput, command.Has(_json) ? DiagnosticJson.Of(compilation.Diagnostics) : Lines(compilation));
        return !compilation.Succeeded || (command.Has(_denyWarnings) && compilation.Diagnostics.Count > 0) ? Program.Failure : Program.Success;
    }

    private static string Lines(ProfileCompilation compilation)
    {
        int warnings = compilation.Diagnostics.Count(diagnostic => diagnostic.IsWarning);
        return string.Concat(compilation.Diagnostics.Select(diagnostic => $"{diagnostic}\n"))
            + $"{compilation.Diagnostics.Count - warnings} errors, {warnings} warnings\n";
    }
}
