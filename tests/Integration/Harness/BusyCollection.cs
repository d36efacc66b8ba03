using Xunit;

namespace Kiln.Integration.Tests.Harness;

/// <summary>Tests that keep every processor of the machine busy: they run one by one, when the others are done, so that nobody waits in vain.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class BusyCollection
{
    /// <summary>What such tests are marked with.</summary>
    public const string Name = "busy";
}
