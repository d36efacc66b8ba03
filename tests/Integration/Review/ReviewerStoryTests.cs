using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Review;

/// <summary>The commands of the reviewer's story in seccomp-profiles/README.md do what the page says that they do.</summary>
public sealed partial class ReviewerStoryTests : IDisposable
{
    private const string Heading = "## From a violation to an attested fix";

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-story-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheStoryIsTrue()
    {
        Requires.RootAndKvm();
        string page = File.ReadAllText(Path.Combine(Artifacts.Profiles, "README.md"));
        string story = page[page.IndexOf(Heading, StringComparison.Ordinal)..].Split("\n## ")[0];
        File.CreateSymbolicLink(Path.Combine(_folder, "seccomp-profiles"), Artifacts.Profiles);
        using TestJail jail = TestJail.WithSpinningGuest();
        RunningProgram? monitor = null;
        int commands = 0;

        foreach (Match block in Block().Matches(story))
        {
            string command = block.Groups["command"].Value;
            if (command.Contains("$MONITOR", StringComparison.Ordinal))
            {
                monitor ??= jail.StartSpinning("--seccomp-profiles", Path.Combine(_folder, "mine"));
            }
            ProgramResult result = RunningProgram.Run(
                "sh", "-c", $"cd {_folder}; PATH={Path.GetDirectoryName(Artifacts.Jailer)}:$PATH; MONITOR={monitor?.Id}\n{command}");
            Assert.Equal((command, ""), (command, result.Error));
            Assert.All(Lines(block.Groups["output"].Value), line => Assert.Contains(line, result.Output, StringComparison.Ordinal));
            // What is not made, and what is wrong, is told by the status too.
            int expected = result.Output.Contains("is not made", StringComparison.Ordinal) ? 3 : result.Output.Contains("WRONG", StringComparison.Ordinal) ? 1 : 0;
            Assert.Equal((command, expected), (command, result.Status));
            commands++;
        }

        monitor?.Dispose();
        Assert.Equal(8, commands);
        Assert.Equal(3, File.ReadLines(Path.Combine(_folder, "after")).Count(line => line.EndsWith(" vcpu.yaml:19:14", StringComparison.Ordinal)));
    }

    [GeneratedRegex("```sh\n(?<command>.*?)\n```\n(?:\n```text\n(?<output>.*?)\n```\n)?", RegexOptions.Singleline)]
    private static partial Regex Block();

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Where(line => line.Length > 0);
}
