using System.IO;
using Kiln.Profiles;
using Kiln.Profiles.Sources;
using Kiln.Seccomp.Container;
using Xunit;

namespace Kiln.Jailer.Tests.ProfileCommands;

/// <summary>Small profiles with a bit of everything, and the expected output of commands for them.</summary>
internal static class ExampleProfiles
{
    private static readonly string _folder = Path.Combine(AppContext.BaseDirectory, "ProfileCommands", "example");

    internal static ProfileLibrary Library => new(new DirectorySource(_folder));

    internal static FilterSet Set => SetOf(Library);

    internal static FilterSet SetOf(ProfileLibrary library)
    {
        ProfileCompilation compilation = library.Compile(FilterSetOptions.Custom);
        Assert.Empty(compilation.Diagnostics);
        Assert.True(FilterSet.TryRead(compilation.FilterSet!, out FilterSet? set, out string? error), error);
        return set;
    }

    /// <summary>Compares with a golden file beside the profiles. With KILN_GOLDEN set, writes a new one to that directory.</summary>
    internal static void ShouldBe(string golden, string actual)
    {
        if (Environment.GetEnvironmentVariable("KILN_GOLDEN") is { Length: > 0 } target)
        {
            File.WriteAllText(Path.Combine(target, golden), actual);
            return;
        }
        Assert.Equal(File.ReadAllText(Path.Combine(_folder, golden)), actual);
    }
}
