using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>The guest's memory map: RAM and reserved ranges.</summary>
internal static class MemoryMap
{
    private const uint Ram = 1;
    private const uint Reserved = 2;

    /// <summary>Lists the ranges in Firecracker's order, which guests may rely on.</summary>
    /// <param name="regions">Guest RAM; the first region starts at zero and extends past 1 MiB.</param>
    internal static boot_e820_entry[] Of(ReadOnlySpan<GuestRegion> regions)
    {
        List<boot_e820_entry> map =
        [
            Entry(0, BootLayout.SystemMemoryStart, Ram),
            Entry(BootLayout.SystemMemoryStart, BootLayout.SystemMemoryEnd - BootLayout.SystemMemoryStart, Reserved),
            Entry(BootLayout.ConfigurationSpaceStart, BootLayout.ConfigurationSpaceLength, Reserved),
        ];
        foreach (GuestRegion region in regions)
        {
            ulong start = Math.Max(region.Start, BootLayout.HighMemoryStart);
            if (region.End > start)
            {
                map.Add(Entry(start, region.End - start, Ram));
            }
        }
        return [.. map];
    }

    private static boot_e820_entry Entry(ulong start, ulong length, uint type) => new() { addr = start, size = length, type = type };
}
