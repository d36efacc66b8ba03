using System.IO;
using System.Linq;
using Kiln.Profiles.Sources;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Profiles.Tests.Firecracker;

/// <summary>The calls that each thread's own filter allows.</summary>
internal sealed class ThreadCalls
{
    /// <summary>The threads that both monitors have.</summary>
    internal static readonly FilterProfile[] Threads = [FilterProfile.Vmm, FilterProfile.Api, FilterProfile.Vcpu];

    private readonly Dictionary<FilterProfile, RuleSet> _rules;

    private ThreadCalls(ProfileLibrary library)
    {
        _rules = Threads.ToDictionary(thread => thread, library.RulesOf);
        // So that a scope is the union of its rules.
        Assert.All(_rules.Values.SelectMany(rules => rules.Rules), rule => Assert.Equal(FilterAction.Allow, rule.Action));
    }

    /// <summary>The directory of Firecracker's profiles.</summary>
    internal static string FirecrackerDirectory => Path.Combine(Artifacts.Root, "tests/Profiles/Firecracker");

    internal static ThreadCalls Firecracker { get; } = new(new ProfileLibrary(new DirectorySource(FirecrackerDirectory)));

    internal static ThreadCalls Kiln { get; } = new(new ProfileLibrary(new DirectorySource(Artifacts.Profiles)));

    /// <summary>The calls that a thread may make in some way.</summary>
    internal IEnumerable<string> Of(FilterProfile thread) => _rules[thread].Rules.Select(rule => SyscallTable.NameOf(rule.Number)!).Distinct();

    /// <summary>The calls that any thread may make.</summary>
    internal IEnumerable<string> All => Threads.SelectMany(Of).Distinct();

    internal CallScope Scope(FilterProfile thread, string call) =>
        new(call, [.. _rules[thread].Rules.Where(rule => rule.Number == SyscallTable.NumberOf(call))]);
}
