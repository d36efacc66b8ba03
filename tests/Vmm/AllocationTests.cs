using Xunit;

namespace Kiln.Vmm.Tests;

/// <summary>The measurement used by other tests detects planted allocations.</summary>
public sealed class AllocationTests
{
    [Fact]
    public void APlantedAllocationIsSeen() => Assert.InRange(Allocation.Of(() => GC.KeepAlive(new byte[8])), 32_000, 64_000);
}
