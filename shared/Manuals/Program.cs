using System.IO;
using System.Linq;
using Kiln.Jailer.CommandLine;
using Kiln.ProfileCommands;
using Kiln.Vmm.Process.CommandLine;
using Kiln.Vmm.Wire;

namespace Kiln.Manuals;

/// <summary>Generates the files that ship with the programs: a manual page per command, and completions for three shells.</summary>
internal static class Program
{
    private const int Success = 0;
    private const int Misused = 2;

    /// <summary>The programs, with their commands; those of profiles are the jailer's to who types them.</summary>
    internal static IReadOnlyList<ProgramModel> Programs { get; } =
    [
        new ProgramModel(JailerCommandLine.Model, [.. ProfileCommandLine.Models]) { Started = VmmCommandLine.Model },
        new ProgramModel(VmmCommandLine.Model, [CheckConfigCommand.Model, SnapshotCheckCommand.Model]),
    ];

    /// <summary>All generated files, by their paths below a prefix such as /usr/share.</summary>
    internal static IEnumerable<(string Path, string Text)> Files =>
    [
        .. Programs.SelectMany(program => program.All.Select(command => (PageName.Of(command).Path, ManualPage.Of(command, SeeAlso(program))))),
        (PageName.Profiles.Path, ProfilePage.Of(Programs[0].Commands, SeeAlso(Programs[1]))),
        (PageName.Configuration.Path, ConfigurationPage.Of(
            ManualPage.VersionOf(CheckConfigCommand.Model), ApiObjects.Sections.Select(section => section.Name), SeeAlso(Programs[1]))),
        .. Programs.SelectMany(program => ((string Path, string Text)[])
        [
            ($"bash-completion/completions/{program.Name}", BashCompletion.Of(program)),
            ($"zsh/site-functions/_{program.Name}", ZshCompletion.Of(program)),
            ($"fish/vendor_completions.d/{program.Name}.fish", FishCompletion.Of(program)),
        ]),
    ];

    // The program's other pages, and where the neighbours begin.
    private static IEnumerable<PageName> SeeAlso(ProgramModel program) =>
    [
        .. program.All.Select(PageName.Of).Union(Programs.Select(other => PageName.Of(other.Own))), PageName.Profiles, PageName.Configuration,
    ];

    private static int Main(string[] arguments)
    {
        if (arguments is not [var folder])
        {
            Console.Error.WriteLine("usage: Kiln.Manuals DIR");
            return Misused;
        }
        foreach ((string path, string text) in Files)
        {
            string file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
        return Success;
    }
}
