using System.IO;
using System.Linq;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Harness;

/// <summary>The shipped profiles with a change, as an operator's own.</summary>
internal static class ChangedProfiles
{
    /// <summary>Copies the profiles, and changes one of them.</summary>
    /// <param name="text">The text to replace.</param>
    internal static void Write(string folder, string profile, string text, string replacement)
    {
        foreach (string file in Directory.GetFiles(Artifacts.Profiles, "*.yaml"))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
        string changed = Path.Combine(folder, profile + ".yaml");
        string before = File.ReadAllText(changed);
        Assert.Contains(text, before, StringComparison.Ordinal);
        File.WriteAllText(changed, before.Replace(text, replacement, StringComparison.Ordinal));
    }

    /// <summary>Copies the profiles, and takes from one of them the rule of a call that has but one.</summary>
    internal static void WriteWithout(string folder, string profile, string call)
    {
        const string Start = "  - syscall: ";
        string rule = File.ReadAllText(Path.Combine(Artifacts.Profiles, profile + ".yaml"))
            .Split(Start)
            .Single(text => text.StartsWith(call + "\n", StringComparison.Ordinal));
        Write(folder, profile, Start + rule, "");
    }
}
