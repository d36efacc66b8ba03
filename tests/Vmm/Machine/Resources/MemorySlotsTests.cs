using System.IO;
using System.Linq;
using Kiln.Linux.Errors;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Machine;
using Kiln.Vmm.Machine.Resources;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Tests.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Resources;

/// <summary>Numbers of slots are the lowest that are free, as the real KVM sees it.</summary>
public sealed unsafe class MemorySlotsTests : IDisposable
{
    private const ulong MiB = 1UL << 20;

    private readonly GuestMemory _memory = GuestMemoryTests.Create(8 * MiB);
    private readonly KvmVm _vm;
    private readonly MemorySlots _slots;

    public MemorySlotsTests()
    {
        Assert.SkipUnless(File.Exists(HostCapabilities.DevicePath), "needs /dev/kvm: this host has no KVM device");
        using KvmSystem system = HostCapabilities.Open(HostCapabilities.DevicePath, []);
        Assert.Null(system.TryCreateVm(out KvmVm? vm));
        _vm = vm!;
        _slots = new MemorySlots(_vm);
    }

    public void Dispose()
    {
        _vm?.Dispose();
        _memory.Dispose();
    }

    [Fact]
    public void ANumberThatIsGivenBackIsTheNextToBeTaken()
    {
        MemorySlot[] slots = [Add(0), Add(1), Add(2)];
        Assert.Equal([0u, 1u, 2u], slots.Select(slot => slot.Number));

        _slots.Remove(slots[1]);

        Assert.Equal([0u, 2u], _slots.All.Select(slot => slot.Number));
        Assert.Equal((1u, 3u), (Add(5).Number, Add(6).Number));
    }

    // The kernel checks as well: it refuses a range twice, and accepts it again after its release.
    [Fact]
    public void ARangeIsTakenOnceAndAgainWhenItWasGivenBack()
    {
        MemorySlot slot = Add(0);
        Assert.Equal(Errno.EEXIST, Assert.Throws<LinuxException>(() => Add(0)).Error.Errno);
        Assert.Single(_slots.All);

        _slots.Remove(slot);

        Assert.Equal(slot, Add(0));
        Assert.Equal(Errno.EEXIST, Assert.Throws<LinuxException>(() => Add(0)).Error.Errno);
    }

    [Fact]
    public void FlagsAreRemembered()
    {
        GuestRegion region = new(0, MiB);
        MemorySlot logged = _slots.Add(region, _memory.HostAddressOf(0), KvmMemoryFlags.KVM_MEM_LOG_DIRTY_PAGES);

        Assert.Equal(new MemorySlot(0, region, KvmMemoryFlags.KVM_MEM_LOG_DIRTY_PAGES), logged);
        Assert.Equal(default, Add(1).Flags);
    }

    [Fact]
    public void ASlotIsGivenBackOnce()
    {
        MemorySlot slot = Add(0);
        _slots.Remove(slot);

        Assert.Throws<ArgumentException>(() => _slots.Remove(slot));
    }

    private MemorySlot Add(int mebibyte) =>
        _slots.Add(new GuestRegion((ulong)mebibyte * MiB, MiB), _memory.HostAddressOf(0) + ((ulong)mebibyte * MiB), default);
}
