using System.Linq;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine.Resources;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Resources;

/// <summary>Interrupts of devices count from 5 to 23.</summary>
public sealed class GsiAllocatorTests
{
    [Fact]
    public void SeventeenDevicesLeaveTwoInterruptsForTheOthers()
    {
        GsiAllocator interrupts = new();

        Assert.Equal(Enumerable.Range(5, 17).Select(gsi => (uint)gsi), Enumerable.Range(0, 17).Select(_ => interrupts.Take()));
        Assert.Equal((22u, 23u), (interrupts.Take(), interrupts.Take()));
        for (int attempt = 0; attempt < 2; attempt++)
        {
            VmmFailure failure = Assert.Throws<VmmFailure>(() => interrupts.Take());
            Assert.Equal("Could not allocate GSI: The requested resource is not available.", failure.Message);
        }
    }
}
