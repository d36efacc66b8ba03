using System.IO;
using System.Linq;
using Kiln.Profiles.Sources;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;
using Xunit;

namespace Kiln.Profiles.Tests;

/// <summary>A directory of profiles for one test: all six programs are there and small, until the test writes over one.</summary>
internal sealed class ScratchProfiles : IDisposable
{
    internal const string Head = "profile: vcpu\ndefault: trap\n";

    private readonly string _path = Directory.CreateTempSubdirectory("kiln-profiles-").FullName;

    internal ScratchProfiles()
    {
        foreach (FilterProfile profile in FilterProfiles.All)
        {
            string name = FilterProfiles.NameOf(profile);
            Write(name, $"profile: {name}\ndefault: trap\nrules:\n  - syscall: exit\n    reason: a thread ends\n");
        }
        Write("setup", "profile: setup\ndefault: trap\ninclude: [runtime, vmm, api, vcpu]\n");
        Write("launch", "profile: launch\ndefault: trap\ninclude: [setup]\n");
    }

    internal string PathOf(string name) => Path.Combine(_path, name + ".yaml");

    internal void Write(string name, string text) => File.WriteAllText(PathOf(name), text);

    internal void Write(string name, byte[] bytes) => File.WriteAllBytes(PathOf(name), bytes);

    internal ProfileLibrary Library(SyscallArchitecture architecture = SyscallArchitecture.X64) => new(new DirectorySource(_path), architecture);

    internal ProfileCompilation Compile() => Library().Compile(FilterSetOptions.None);

    /// <summary>The rules of a program; there must be no error.</summary>
    internal RuleSet Rules(FilterProfile profile) => Library().RulesOf(profile);

    /// <summary>The diagnostics, without the directory: <c>vcpu.yaml:7:14: error KP104: text</c>; no set is beside them.</summary>
    internal string[] Errors()
    {
        ProfileCompilation compilation = Compile();
        Assert.Equal(compilation.Diagnostics.All(diagnostic => diagnostic.IsWarning), compilation.Succeeded);
        Assert.Equal(compilation.Succeeded, compilation.FilterSet is not null);
        return [.. compilation.Diagnostics.Select(diagnostic => diagnostic.ToString().Replace(_path + "/", "", StringComparison.Ordinal))];
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
