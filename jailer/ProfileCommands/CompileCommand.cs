using System.IO;
using Kiln.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;
using Kiln.ProfileCommands.Options;
using Kiln.Profiles;
using Kiln.Profiles.Diagnostics;
using Kiln.Seccomp.Container;

namespace Kiln.ProfileCommands;

/// <summary><c>jailer profile compile</c>.</summary>
internal sealed class CompileCommand : IProfileCommand
{
    private static readonly OptionModel _output = new("--output", "FILE", "the filter set to write") { IsRequired = true };

    /// <inheritdoc/>
    public CommandModel Model { get; } = new(
        "jailer profile compile",
        KilnVersion.Text,
        "[DIR] --output FILE [--arch NAME]",
        "Compiles profiles to a filter set, for vmm --seccomp-filter.\n"
        + "The same profiles give the same bytes. On an error nothing is written, and an existing file stays as it was.",
        [_output, ProfileOptions.Architecture],
        """
        example:
          jailer profile compile /etc/kiln/profiles --output filters.set

        exit status:
          0 the set is written; 1 the profiles have errors, or a wrong command line
        """)
    {
        Operands = [ProfileOptions.Directory],
    };

    /// <inheritdoc/>
    public int Run(ParsedCommand command)
    {
        string? directory = ProfileOptions.DirectoryOf(command);
        ProfileCompilation compilation = new ProfileLibrary(ProfileOptions.SourceOf(directory), ProfileOptions.ArchitectureOf(command))
            .Compile(directory is null ? FilterSetOptions.None : FilterSetOptions.Custom);
        foreach (Diagnostic diagnostic in compilation.Diagnostics)
        {
            Output.Write(Descriptor.StandardError, $"jailer: {diagnostic}\n");
        }
        if (!compilation.Succeeded)
        {
            return ExitStatus.Failure;
        }
        Write(command[_output]!, compilation.FilterSet);
        return ExitStatus.Success;
    }

    // Written to a temporary file and renamed: a reader never sees a partial set.
    private static void Write(string path, byte[] set)
    {
        string unfinished = path + ".new";
        try
        {
            File.WriteAllBytes(unfinished, set);
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new JailerFailure($"{path} cannot be written: error {exception.HResult & 0xFFFF}; check --output");
        }
    }
}
