using Kiln.Vmm.Confinement;
using Xunit;

namespace Kiln.Vmm.Tests.Confinement;

/// <summary>What signal handlers find, for tests that fill it: one after the other, since a process has it once.</summary>
[CollectionDefinition(Collection)]
public sealed class LastWordsMemory : ICollectionFixture<LastWordsMemory>
{
    /// <summary>The tests that share it.</summary>
    public const string Collection = "last words";

    public LastWordsMemory() => LastWords.Create();
}
