using Xunit;

namespace Kiln.Vmm.Tests.Api.Http;

/// <summary>Tests that take something from the whole process, or measure it: they run when the others are done, one by one.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    /// <summary>What such tests are marked with.</summary>
    public const string Name = "alone";
}
