using System.Numerics;

namespace Kiln.Vmm.Model.Devices;

/// <summary>Memory that the guest can be given and that can be taken away while it runs.</summary>
/// <param name="TotalMebibytes">The most that there can be of it, in MiB.</param>
internal sealed record MemoryHotplugConfiguration(uint TotalMebibytes)
{
    // A huge page, which is what guests give and take at least.
    private const uint SmallestBlock = 2;

    // The size of a section of the guest's memory on x86-64: less than one cannot be protected by itself.
    private const uint SmallestSlot = 128;

    /// <summary>What is given and taken at once, in MiB.</summary>
    internal uint BlockMebibytes { get; init; } = SmallestBlock;

    /// <summary>What the host protects at once, in MiB.</summary>
    internal uint SlotMebibytes { get; init; } = SmallestSlot;

    /// <summary>Why no memory can be so, in the words that clients match; null when it can.</summary>
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

/// <summary>How much of the memory that can be given to the guest it shall have.</summary>
/// <param name="RequestedMebibytes">In MiB.</param>
internal sealed record MemoryHotplugUpdate(uint RequestedMebibytes);
