using Kiln.Integration.Tests.Networks;
using Xunit;

namespace Kiln.Integration.Tests.Harness;

/// <summary>Tests that keep every processor busy: they run one by one after all others, so that no timeout is missed. They share a saved Linux.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class BusyCollection : ICollectionFixture<SavedNetworkedLinux>
{
    /// <summary>What such tests are marked with.</summary>
    public const string Name = "busy";
}
