using System.Linq;
using Kiln.CommandLine;

namespace Kiln.Manuals;

/// <summary>The page of <c>jailer profile</c>, which leads to those of its commands.</summary>
internal static class ProfilePage
{
    internal static string Of(IReadOnlyList<CommandModel> commands, IEnumerable<PageName> seeAlso)
    {
        RoffText page = new(PageName.Profiles, ManualPage.VersionOf(commands[0]), "reads, explains and attests seccomp profiles");
        page.Section("SYNOPSIS").Lines("jailer profile COMMAND ...");
        page.Section("DESCRIPTION").Paragraph(
            "Profiles are YAML files that say which system calls each thread of the monitor may make, and why. These commands read them, and compare "
            + "running monitors with them. Only attest needs root, and diff of a running monitor. The program is jailer-profile, which the jailer executes; it has to lie beside it.");
        page.Section("COMMANDS");
        foreach (CommandModel command in commands)
        {
            page.Entry(command.Program.Split(' ')[^1], null, $"{ManualPage.Headline(command)}; see {PageName.Of(command)}.");
        }
        page.Section("EXIT STATUS").Entry("0", null, "done, and nothing is wrong.")
            .Entry("1", null, "something is wrong with the profiles or a monitor's filters, or the command line is; of diff, what differs is only stricter.")
            .Entry("2", null, "of diff, something is wider; of score, the figure in all is above the threshold.")
            .Entry("3", null, "of why, the call is not made, and of simulate, some calls are not; of attest, filters could not be read; of diff, something could not be proven, or is wrong.");
        page.Section("FILES");
        foreach ((string path, string meaning) in PageFiles.Of(PageName.Profiles.Name))
        {
            page.Entry(path, meaning);
        }
        return page.SeeAlso([.. commands.Select(PageName.Of), .. seeAlso.Where(other => other != PageName.Profiles)]).ToString();
    }
}
