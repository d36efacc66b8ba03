using System.IO;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>The managed runtime's collector makes no call that a thread's filter does not allow.</summary>
public sealed class CollectorTests
{
    [Fact]
    public void AStormOfCollectionsPassesTheFiltersWhereProcIsToBeSeen() => AssertWeathered(RunningProgram.Run(Artifacts.Probe, "storm"));

    [Fact]
    public void AStormOfCollectionsPassesTheFiltersInAJail()
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        string[] arguments = [.. jail.JailerArguments];
        arguments[Array.IndexOf(arguments, "--exec-file") + 1] = Artifacts.Probe;

        AssertWeathered(RunningProgram.Run(Artifacts.Jailer, [.. arguments, "--", "storm"]));
        Assert.True(File.Exists(Path.Combine(jail.BaseDirectory, "probe", jail.Id, "root/probe")));
    }

    private static void AssertWeathered(ProgramResult result)
    {
        Assert.Matches("^vmm: rounds: vmm [0-9]+, vcpu [0-9]+, runtime [0-9]+; collections: [0-9]+\n$", result.Error);
        Assert.Equal(0, result.Status);
    }
}
