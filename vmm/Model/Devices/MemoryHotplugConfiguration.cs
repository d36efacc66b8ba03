using System.Numerics;

namespace Kiln.Vmm.Model.Devices;

/// <summary>Memory that can be plugged and unplugged while the guest runs (virtio-mem).</summary>
/// <param name="TotalMebibytes">The maximum size in MiB.</param>
internal sealed record MemoryHotplugConfiguration(uint TotalMebibytes)
{
    // A huge page, the smallest unit that guests plug and unplug.
    private const uint SmallestBlock = 2;

    // The size of a memory section of Linux on x86-64, the smallest unit that can be protected.
    private const uint SmallestSlot = 128;

    /// <summary>The unit of plugging in MiB.</summary>
    internal uint BlockMebibytes { get; init; } = SmallestBlock;

    /// <summary>The unit of protection by the host in MiB.</summary>
    internal uint SlotMebibytes { get; init; } = SmallestSlot;

    /// <summary>Why the configuration is invalid, as an error message that clients match; null if it is valid.</summary>
    internal string? ReasonAgainst => this switch
    {
        { BlockMebibytes: < SmallestBlock } => $"Block size must not be lower than {SmallestBlock} MiB",
        _ when !BitOperations.IsPow2(BlockMebibytes) => "Block size must be a power of 2",
        { SlotMebibytes: < SmallestSlot } => $"Slot size must not be lower than {SmallestSlot} MiB",
        _ when SlotMebibytes % BlockMebibytes != 0 => $"Slot size must be a multiple of block size ({BlockMebibytes} MiB)",
        _ when TotalMebibytes < SlotMebibytes => $"Total size must not be lower than slot size ({SlotMebibytes} MiB)",
        _ when TotalMebibytes % SlotMebibytes != 0 => $"Total size must be a multiple of slot size ({SlotMebibytes} MiB)",
        _ => null,
    };
}

/// <summary>Requests a size of the plugged memory in MiB.</summary>
internal sealed record MemoryHotplugUpdate(uint RequestedMebibytes);
