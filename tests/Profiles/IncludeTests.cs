using System.IO;
using System.Linq;
using Kiln.Seccomp.Rules;
using Xunit;

namespace Kiln.Profiles.Tests;

/// <summary>Includes stay in their directory and terminate.</summary>
public sealed class IncludeTests : IDisposable
{
    private readonly ScratchProfiles _profiles = new();

    public void Dispose() => _profiles.Dispose();

    [Theory]
    [InlineData("nothere")]
    [InlineData("../vmm")]
    [InlineData("/etc/passwd")]
    [InlineData("Vmm")]
    [InlineData("vmm.yaml")]
    public void AnIncludeNamesAProfileBesideIt(string name)
    {
        Include("vcpu", name);

        Assert.Equal([$"vcpu.yaml:3:11: error KP109: there is no profile '{name}' beside this one"], _profiles.Errors());
    }

    [Fact]
    public void AProfileDoesNotIncludeItself()
    {
        Include("vcpu", "vcpu");

        Assert.Equal(["vcpu.yaml:3:11: error KP111: vcpu includes vcpu: a circle; take one include out of it"], _profiles.Errors());
    }

    [Fact]
    public void ACircleIsFoundAndShown()
    {
        Include("vcpu", "one");
        Include("one", "two");
        Include("two", "three");
        Include("three", "one");

        Assert.Equal(
            ["three.yaml:3:11: error KP111: one includes two includes three includes one: a circle; take one include out of it"],
            _profiles.Errors());
    }

    [Fact]
    public void AnErrorInAFragmentIsReportedOnce()
    {
        _profiles.Write("base", "profile: base\ndefault: trap\nrules:\n  - syscall: exitt\n    reason: r\n");
        Include("vcpu", "base");
        Include("vmm", "base");

        Assert.StartsWith("base.yaml:4:14: error KP104", Assert.Single(_profiles.Errors()), StringComparison.Ordinal);
    }

    [Fact]
    public void TheReasonsOfAMissingFragmentAreReportedWhereItIsNamed()
    {
        Include("vcpu", "vmm", "gone");
        File.Delete(_profiles.PathOf("vmm"));

        Assert.Equal(["KP109", "KP109", "KP109", "KP001"], _profiles.Compile().Diagnostics.Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public void WaysToAFragmentDoNotMultiplyItsRules()
    {
        // 2^14 paths lead from the first to the last.
        string[] names = [.. Enumerable.Range(0, 14).Select(number => "f" + (char)('a' + number))];
        Include("vcpu", names[0]);
        for (int number = 0; number < names.Length - 1; number++)
        {
            string other = $"{names[number]}x";
            Include(names[number], names[number + 1], other);
            Include(other, names[number + 1]);
        }
        _profiles.Write(names[^1], $"profile: {names[^1]}\ndefault: trap\nrules:\n  - syscall: exit\n    reason: r\n");

        Assert.Single(_profiles.Rules(FilterProfile.Vcpu).Rules);
    }

    [Fact]
    public void AChainWithoutEndIsAnError()
    {
        string[] names = [.. Enumerable.Range(0, 26).Select(number => "f" + (char)('a' + number))];
        Include("vcpu", names[0]);
        for (int number = 0; number < names.Length - 1; number++)
        {
            Include(names[number], names[number + 1]);
        }
        _profiles.Write(names[^1], $"profile: {names[^1]}\ndefault: trap\nrules:\n  - syscall: exit\n    reason: r\n");

        // Once for each program that leads there.
        Assert.Equal(
            ["fm", "fn", "fo"],
            _profiles.Errors().Select(error => error.Split(".yaml:3:11: error KP004: includes nest deeper than 16; include it further up")[0]));
    }

    private void Include(string name, params string[] includes) =>
        _profiles.Write(name, $"profile: {name}\ndefault: trap\ninclude: [{string.Join(", ", includes)}]\n");
}
