using System.Linq;
using Kiln.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;
using Kiln.ProfileCommands.Options;
using Kiln.ProfileCommands.Wording;
using Kiln.Profiles;
using Kiln.Profiles.Sources;
using Kiln.Seccomp.Container;

namespace Kiln.ProfileCommands.Check;

/// <summary><c>jailer profile check</c>.</summary>
internal sealed class CheckCommand : IProfileCommand
{
    private static readonly FormatOption _format =
        new("lines for people, an array of objects, or SARIF 2.1.0 for code review tools", "text", "json", "sarif");

    private static readonly OptionModel _strict = new("--strict", null, "exit with status 1 for warnings, too");

    /// <inheritdoc/>
    public CommandModel Model { get; } = new(
        "jailer profile check",
        KilnVersion.Text,
        "[DIR] [--arch NAME] [--format FORMAT] [--strict]",
        "Says what is wrong with profiles, and which grants are dangerous.\n"
        + "Each finding is one line: file:line:column: error|warning ID: what, and the cure. seccomp-profiles/README.md lists the ids.\n"
        + "The last line counts them, and the warnings that rules silence by allow; SARIF has those too, each with the rule's reason.",
        [ProfileOptions.Architecture, _format.Model, _strict],
        """
        example:
          jailer profile check /etc/kiln/profiles --strict
          jailer profile check --format sarif > findings.sarif

        exit status:
          0 no errors; 1 errors, or with --strict warnings, or a wrong command line
        """)
    {
        Operands = [ProfileOptions.Directory],
    };

    /// <inheritdoc/>
    public int Run(ParsedCommand command)
    {
        string format = _format.Of(command);
        string? directory = ProfileOptions.DirectoryOf(command);
        IProfileSource source = ProfileOptions.SourceOf(directory);
        ProfileCompilation compilation =
            new ProfileLibrary(source, ProfileOptions.ArchitectureOf(command)).Compile(FilterSetOptions.Custom);
        Output.Write(Descriptor.StandardOutput, format switch
        {
            "json" => DiagnosticJson.Of(compilation.Diagnostics),
            "sarif" => DiagnosticSarif.Of(compilation, SarifPlace.Of(directory)),
            _ => Lines(compilation),
        });
        return !compilation.Succeeded || (command.Has(_strict) && compilation.Diagnostics.Count > 0) ? ExitStatus.Failure : ExitStatus.Success;
    }

    private static string Lines(ProfileCompilation compilation)
    {
        int warnings = compilation.Diagnostics.Count(diagnostic => diagnostic.IsWarning);
        return string.Concat(compilation.Diagnostics.Select(diagnostic => $"{diagnostic}\n"))
            + $"{CountWords.Of(compilation.Diagnostics.Count - warnings, "error")}, {CountWords.Of(warnings, "warning")}{Silenced(compilation)}\n";
    }

    private static string Silenced(ProfileCompilation compilation) =>
        compilation.Accepted.Count > 0 ? $", {compilation.Accepted.Count} silenced" : "";
}
