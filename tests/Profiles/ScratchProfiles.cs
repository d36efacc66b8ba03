using System.IO;
using System.Linq;
using Kiln.Profiles.Sources;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;
using Xunit;

namespace Kiln.Profiles.Tests;

/// <summary>A temporary directory of profiles: small versions of all six programs, until the test replaces one.</summary>
internal sealed class ScratchProfiles : IDisposable
{
    internal const string Head = "profile: vcpu\ndefault: trap\n";

    /// <summary>A file of constants, <c>numbers.yaml</c>.</summary>
    internal const string Numbers =
        "constants: numbers\nnames:\n  - {name: SOME, first: 43, last: 59, means: some file}\n  - {name: ONE, value: 1, means: the one}\n"
        + "  - {name: TWO, value: 0x2, means: the two}\n";

    /// <summary>A <c>launch.yaml</c> whose rules use each of its names.</summary>
    internal const string UseOfNumbers =
        "profile: launch\ndefault: trap\ninclude: [setup, numbers]\nrules:\n  - syscall: close\n    args: [{index: 0, is: SOME}]\n    reason: r\n"
        + "  - syscall: close\n    args: [{index: 0, is: [ONE, TWO]}]\n    reason: r\n";

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

    /// <summary>The rules of a program, which must have no errors.</summary>
    internal RuleSet Rules(FilterProfile profile) => Library().RulesOf(profile);

    /// <summary>The diagnostics, without the directory: <c>vcpu.yaml:7:14: error KP104: text</c>. There must be no set.</summary>
    internal string[] Errors()
    {
        ProfileCompilation compilation = Compile();
        Assert.Equal(compilation.Diagnostics.All(diagnostic => diagnostic.IsWarning), compilation.Succeeded);
        Assert.Equal(compilation.Succeeded, compilation.FilterSet is not null);
        return [.. compilation.Diagnostics.Select(diagnostic => diagnostic.ToString().Replace(_path + "/", "", StringComparison.Ordinal))];
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
