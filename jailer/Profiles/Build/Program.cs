using System.IO;
using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Sources;
using Kiln.Seccomp.Container;

namespace Kiln.Profiles.Build;

/// <summary>
/// Runs during the build: <c>PROFILES SET.cs NAMESPACE [TEXTS.cs]</c> compiles the profiles into a source file for the binary that embeds
/// them, and writes their texts into another one for the binary that explains them.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is not [string profiles, string set, string @namespace, .. string[] texts] || texts.Length > 1)
        {
            Console.Error.WriteLine("usage: PROFILES SET.cs NAMESPACE [TEXTS.cs]");
            return 2;
        }
        DirectorySource source = new(profiles);
        ProfileCompilation compilation = new ProfileLibrary(source).Compile(FilterSetOptions.None);
        // Shipped profiles must be free of warnings: a warning fails the build like an error.
        if (compilation.Succeeded && compilation.Diagnostics.Count == 0)
        {
            File.WriteAllText(set, EmbeddedSource.OfSet(compilation.FilterSet, @namespace));
            if (texts is [string file])
            {
                File.WriteAllText(file, EmbeddedSource.OfTexts(source, @namespace));
            }
            return 0;
        }
        foreach (Diagnostic error in compilation.Diagnostics)
        {
            // MSBuild's format for an error in a source file.
            Console.Error.WriteLine($"{error.File}({error.Line},{error.Column}): error {error.Id}: {error.Message}");
        }
        return 1;
    }
}
