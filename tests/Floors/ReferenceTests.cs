using System.IO;
using System.Linq;
using Mono.Cecil;
using Xunit;

namespace Kiln.Floors.Tests;

/// <summary>What each assembly needs besides the runtime: the monitor and the jailer neither YAML nor the library of command lines, libraries no program.</summary>
public sealed class ReferenceTests
{
    [Theory]
    [InlineData("vmm", "Kiln.CommandLine, Kiln.Hashing, Kiln.Linux, Kiln.Seccomp, Tmds.LibC")]
    [InlineData("jailer", "Kiln.CommandLine, Kiln.Jailer.Foundation, Kiln.Linux, Kiln.Seccomp, Tmds.LibC")]
    [InlineData("jailer-profile", "Kiln.CommandLine, Kiln.Hashing, Kiln.Jailer.Foundation, Kiln.Linux, Kiln.Profiles, Kiln.Seccomp, System.CommandLine, Tmds.LibC")]
    [InlineData("Kiln.Jailer.Foundation", "Kiln.Linux")]
    [InlineData("Kiln.Profiles", "Kiln.Linux, Kiln.Seccomp, YamlDotNet")]
    [InlineData("Kiln.Seccomp", "Kiln.Linux")]
    [InlineData("Kiln.Linux", "Tmds.LibC")]
    [InlineData("Kiln.CommandLine", "")]
    [InlineData("Kiln.Hashing", "")]
    // A tool of the build, which reads the command lines of all programs.
    [InlineData("Kiln.Manuals", "Kiln.CommandLine, Kiln.Seccomp, YamlDotNet, jailer, jailer-profile, vmm")]
    public void AnAssemblyNeedsNoOther(string assembly, string others)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"));

        IEnumerable<string> found = module.AssemblyReferences.Select(reference => reference.Name).Where(IsNoRuntime);

        Assert.Equal(others.Split(", ", StringSplitOptions.RemoveEmptyEntries), found.Order(StringComparer.Ordinal));
    }

    // What the runtime has lies in its own directory.
    private static bool IsNoRuntime(string name) =>
        !File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, $"{name}.dll"));
}
