using Kiln.Vmm.Devices.Virtio.Transport.Mmio;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Machine.Resources;

/// <summary>Allocates pages of guest-physical addresses for device registers, in the gap between memory regions; lowest free page first.</summary>
internal sealed class MmioAllocator
{
    /// <summary>The boot timer's page, reserved even without a boot timer.</summary>
    internal const ulong BootTimer = 0xC000_0000;

    /// <summary>The first page that is allocated.</summary>
    internal const ulong First = BootTimer + PageLength;

    private const ulong PageLength = MmioTransport.Length;

    // More than there are interrupts for devices.
    private const int Pages = 64;

    private readonly NumberPool _pool = new("mmio pages", Pages);

    /// <summary>Allocates the lowest free page.</summary>
    /// <exception cref="VmmFailure"/>
    internal ulong Take() => _pool.TakeLowest(0) is { } page
        ? First + ((ulong)page * PageLength)
        : throw new VmmFailure("no page of addresses is free for another device's registers: attach fewer devices");

    /// <param name="address">Address of an allocated page.</param>
    internal void Release(ulong address) => _pool.Release((int)((address - First) / PageLength));

    /// <inheritdoc cref="NumberPool.Save"/>
    internal void Save(ref StateWriter state) => _pool.Save(ref state);

    /// <inheritdoc cref="NumberPool.Load"/>
    internal void Load(ref StateReader state) => _pool.Load(ref state);
}
