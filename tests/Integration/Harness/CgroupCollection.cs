using Xunit;

namespace Kiln.Integration.Tests.Harness;

/// <summary>Tests that look at the cgroups of the whole host, and move a controller from version to version: they run one by one, when the others are done.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CgroupCollection : ICollectionFixture<EnabledControllers>
{
    /// <summary>What such tests are marked with.</summary>
    public const string Name = "cgroups";
}
