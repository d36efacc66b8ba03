using System.IO;
using System.Linq;
using Kiln.Jailer.CommandLine;
using Kiln.ProfileCommands;
using Kiln.Vmm.Process.CommandLine;

namespace Kiln.Manuals;

/// <summary>Generates the files that ship with the programs: a manual page per command, and completions for three shells.</summary>
internal static class Program
{
    private const int Success = 0;
    private const int Misused = 2;

    /// <summary>The programs, with their commands; those of profiles are the jailer's to who types them.</summary>
    internal static IReadOnlyList<ProgramModel> Programs { get; } =
    [
        new ProgramModel(JailerCommandLine.Model, [.. ProfileCommandLine.Models]),
        new ProgramModel(VmmCommandLine.Model, [CheckConfigCommand.Model, SnapshotCheckCommand.Model]),
    ];

    /// <summary>All generated files, by their paths below a prefix such as /usr/share.</summary>
    internal static IEnumerable<(string Path, string Text)> Files =>
    [
        .. Programs.SelectMany(program => program.All).Select(command => ($"man/man1/{ManualPage.NameOf(command)}.1", ManualPage.Of(command))),
        .. Programs.SelectMany(program => ((string Path, string Text)[])
        [
            ($"bash-completion/completions/{program.Name}", BashCompletion.Of(program)),
            ($"zsh/site-functions/_{program.Name}", ZshCompletion.Of(program)),
            ($"fish/vendor_completions.d/{program.Name}.fish", FishCompletion.Of(program)),
        ]),
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
