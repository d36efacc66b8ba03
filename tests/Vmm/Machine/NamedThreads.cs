using Kiln.Vmm.Confinement;
using Xunit;

namespace Kiln.Vmm.Tests.Machine;

/// <summary>The process's table of threads, for tests whose threads enter it: one after the other, since a process has one table.</summary>
[CollectionDefinition(Collection)]
public sealed class NamedThreads : ICollectionFixture<NamedThreads>
{
    /// <summary>The tests that share it.</summary>
    public const string Collection = "named threads";

    public NamedThreads() => ThreadTable.Create();
}
