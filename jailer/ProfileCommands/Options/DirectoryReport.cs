using System.Linq;
using Kiln.Jailer.Foundation;
using Kiln.Profiles;
using Kiln.Profiles.Sources;
using Kiln.Seccomp.Container;

namespace Kiln.ProfileCommands.Options;

/// <summary>Compiles a directory of profiles for a jail.</summary>
internal static class DirectoryReport
{
    internal static ProfileReport Of(string directory)
    {
        ProfileCompilation compilation = new ProfileLibrary(new DirectorySource(directory)).Compile(FilterSetOptions.Custom);
        ILookup<bool, string> lines = compilation.Diagnostics.ToLookup(diagnostic => diagnostic.IsWarning, diagnostic => diagnostic.ToString());
        return new ProfileReport([.. lines[true]], [.. lines[false]], compilation.FilterSet);
    }
}
