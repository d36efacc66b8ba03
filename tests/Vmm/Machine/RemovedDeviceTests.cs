using System.IO;
using System.Linq;
using Kiln.Testing.Harness;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Devices.Virtio.Transport.Mmio;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Machine;
using Kiln.Vmm.Machine.Resources;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Xunit;

namespace Kiln.Vmm.Tests.Machine;

/// <summary>A device returns its resources, to the kernel too, so that another device can have them.</summary>
public sealed class RemovedDeviceTests : IDisposable
{
    private readonly EventLoop _loop = new();
    private readonly KvmSystem _system;
    private readonly MicroVm _machine;

    public RemovedDeviceTests()
    {
        Requires.Kvm();
        _system = HostCapabilities.Open(HostCapabilities.DevicePath, []);
        _machine = new MicroVm(VmConfiguration.Default.Machine, new AnonymousBacking(HugePages.None), _system, _loop);
    }

    public void Dispose()
    {
        _machine.Dispose();
        _system.Dispose();
        _loop.Dispose();
    }

    [Fact]
    public void WhatOneGivesBackTheNextOneGets()
    {
        (ulong Address, uint Gsi)[] first = [.. Enumerable.Range(0, 5).Select(index => Add($"{index}"))];
        Assert.Equal(first.Length, first.Distinct().Count());
        Assert.Equal((MmioAllocator.First, GsiAllocator.First), first[0]);

        Assert.True(_machine.Devices.Remove(new DeviceName("test", "3")));
        Assert.True(_machine.Devices.Remove(new DeviceName("test", "1")));

        // KVM refuses a second doorbell at one address with one value: had it kept the first one's, this would throw.
        Assert.Equal(first[1], Add("b"));
        Assert.Equal(first[3], Add("d"));
        Assert.NotEqual(first[4], Add("e"));
    }

    [Fact]
    public void NoDescriptorIsLeft()
    {
        _ = Add("warm");
        Assert.True(_machine.Devices.Remove(new DeviceName("test", "warm")));
        int before = Directory.GetFileSystemEntries("/proc/self/fd").Length;
        for (int round = 0; round < 100; round++)
        {
            _ = Add("again");
            Assert.True(_machine.Devices.Remove(new DeviceName("test", "again")));
        }

        // Other tests open some of their own meanwhile.
        Assert.InRange(Directory.GetFileSystemEntries("/proc/self/fd").Length, 0, before + 90);
    }

    [Fact]
    public void OneTooManyTakesNothing()
    {
        for (uint gsi = GsiAllocator.First; gsi <= GsiAllocator.Last; gsi++)
        {
            _ = Add($"{gsi}");
        }

        VmmFailure failure = Assert.Throws<VmmFailure>(() => Add("more"));

        Assert.Equal("Could not allocate GSI: The requested resource is not available.", failure.Message);
        Assert.True(_machine.Devices.Remove(new DeviceName("test", "7")));
        Assert.Equal(7u, Add("last").Gsi);
    }

    private (ulong Address, uint Gsi) Add(string id)
    {
        MmioWindow window = _machine.Resources.TakeWindow();
        _machine.Devices.Add(new VirtioSlot(
            new DeviceName("test", id), [256, 64], _machine.Memory, new MmioTransport(window, VmmMetrics.Process.Interrupts), _loop, _ => new PlainDevice()));
        return (window.Address, window.Line.Gsi);
    }
}
