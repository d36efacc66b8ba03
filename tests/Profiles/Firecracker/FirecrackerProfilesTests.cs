using System.Linq;
using Kiln.Profiles.Sources;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;
using Xunit;

namespace Kiln.Profiles.Tests.Firecracker;

/// <summary>Firecracker's published filter, as profiles.</summary>
public sealed class FirecrackerProfilesTests
{
    [Fact]
    public void TheyHaveNeitherErrorsNorWarnings()
    {
        ProfileCompilation compilation = new ProfileLibrary(new DirectorySource(ThreadCalls.FirecrackerDirectory)).Compile(FilterSetOptions.Custom);

        Assert.True(compilation.Succeeded);
        Assert.Empty(compilation.Diagnostics);
        Assert.NotEmpty(compilation.Accepted);
    }

    // As the published table counts: 76, 36 and 49 rules for 50, 31 and 27 calls. It has no lists, so each value of a list here is a rule there.
    [Theory]
    [InlineData("vmm", 76, 50)]
    [InlineData("api", 36, 31)]
    [InlineData("vcpu", 49, 27)]
    public void TheyHaveTheRulesAndCallsThatThePublishedTableCounts(string thread, int rules, int calls)
    {
        FilterProfile profile = FilterProfiles.Named(thread)!.Value;
        string[] own = [.. ThreadCalls.Firecracker.Of(profile)];

        Assert.Equal(calls, own.Length);
        Assert.Equal(rules, own.SelectMany(call => ThreadCalls.Firecracker.Scope(profile, call).Rules).Sum(Published));
    }

    // Nothing that the threads lack is granted below them.
    [Fact]
    public void WhatLiesBelowTheThreadsAllowsNoOtherCall()
    {
        RuleSet launch = new ProfileLibrary(new DirectorySource(ThreadCalls.FirecrackerDirectory)).RulesOf(FilterProfile.Launch);

        Assert.Equal(
            ThreadCalls.Firecracker.All.Order(StringComparer.Ordinal),
            launch.Rules.Select(rule => SyscallTable.NameOf(rule.Number)!).Distinct().Order(StringComparer.Ordinal));
    }

    private static int Published(SyscallRule rule) => rule.Conditions.Aggregate(1, (product, condition) => product * condition.Values.Count);
}
