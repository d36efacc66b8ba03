using System.Linq;
using Kiln.Vmm.Kvm.Arch.X64;
using Kiln.Vmm.Machine.Arch.X64.Registers;
using Kiln.Vmm.Tests.Machine.Arch.X64.Cpu;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Arch.X64.Registers;

/// <summary>Which model-specific registers are saved.</summary>
public sealed class MsrSelectionTests
{
    [Fact]
    public void OfWhatKvmListsThatIsTakenWhichIsAGuests()
    {
        // Performance counters and nested virtualization are excluded; what a template changes is included, listed or not.
        MsrSelection selection = new([0xC000_0102, 0x10, 0x17B, 0x17A, 0x186, 0x480, 0xC001_0117, 0x1C4], [0x10A, 0x10]);

        Assert.Equal([0x10u, 0x10A, 0x17A, 0x1C4, 0xC000_0102], selection.Indexes.ToArray());
    }

    [Theory]
    [InlineData(1, 0, 1 << 12, 0x200, 0x20F, 29)]
    [InlineData(1, 0, 1 << 7, 0x400, 0x47F, 128)]
    [InlineData(1, 0, 1 << 14, 0x400, 0x47F, 128)]
    [InlineData(1, 0, 1 << 13, 0, 0, 0)]
    public void WhatAProcessorHasByItsLeavesIsTakenWithoutBeingListed(uint leaf, int ebx, int edx, uint first, uint last, int count)
    {
        CpuidLeaves leaves = Recording.NewList();
        leaves.Put(new kvm_cpuid_entry2 { function = leaf, ebx = (uint)ebx, edx = (uint)edx });
        MsrSelection selection = new([], []);
        selection.Cover(leaves);
        selection.Cover(leaves);

        Assert.Equal(count, selection.Indexes.Length);
        Assert.True(count == 0 || (selection.Indexes.Contains(first) && selection.Indexes.Contains(last)));
    }

    [Fact]
    public void BoundsOfMemoryAreTakenWhereAProcessorHasThem()
    {
        CpuidLeaves leaves = Recording.NewList();
        leaves.Put(new kvm_cpuid_entry2 { function = 7, ebx = 1 << 14 });
        MsrSelection selection = new([], []);
        selection.Cover(leaves);

        Assert.Equal([0xD90u], selection.Indexes.ToArray());
    }

    [Fact]
    public void ThereAreNoMoreThanItsCapacity()
    {
        MsrSelection selection = new([], [.. Enumerable.Range(0, MsrSelection.Capacity).Select(index => (uint)index * 7)]);

        Assert.False(selection.TryAdd(1));
        Assert.True(selection.TryAdd(7));
        Assert.Equal(MsrSelection.Capacity, selection.Indexes.Length);
    }
}
