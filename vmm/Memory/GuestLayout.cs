using Kiln.Vmm.State;

namespace Kiln.Vmm.Memory;

/// <summary>Places guest RAM around the address ranges of devices.</summary>
internal static class GuestLayout
{
    /// <summary>RAM ends here and continues at 4 GiB: device windows, IOAPIC and local APIC are in between.</summary>
    internal const ulong LowHoleStart = 0xC000_0000;

    /// <summary>End of the gap below 4 GiB.</summary>
    internal const ulong LowHoleEnd = 0x1_0000_0000;

    /// <summary>RAM ends here and continues at 512 GiB: the window of 64-bit device memory.</summary>
    internal const ulong HighHoleStart = 256UL << 30;

    /// <summary>End of the window of 64-bit device memory.</summary>
    internal const ulong HighHoleEnd = 512UL << 30;

    private const string Section = "memory";
    private const ushort Version = 1;

    /// <summary>Splits RAM around the gaps.</summary>
    /// <param name="length">Bytes of RAM in total, at least one.</param>
    internal static GuestRegion[] Split(ulong length)
    {
        List<GuestRegion> regions = [];
        ulong rest = Take(regions, 0, LowHoleStart, length);
        rest = Take(regions, LowHoleEnd, HighHoleStart - LowHoleEnd, rest);
        Take(regions, HighHoleEnd, ulong.MaxValue - HighHoleEnd, rest);
        return [.. regions];
    }

    /// <summary>Saves the regions of a guest.</summary>
    internal static void Save(ref StateWriter state, ReadOnlySpan<GuestRegion> regions)
    {
        state.Begin(Section, Version);
        state.WriteCount(regions.Length);
        foreach (GuestRegion region in regions)
        {
            state.WriteUInt64(region.Start);
            state.WriteUInt64(region.Length);
        }
        state.End();
    }

    /// <summary>Reads the saved regions and verifies that they equal this guest's.</summary>
    /// <param name="own">The regions of this guest.</param>
    /// <exception cref="StateFailure"/>
    internal static void Load(ref StateReader state, ReadOnlySpan<GuestRegion> own)
    {
        state.Begin(Section, Version);
        state.ReadSame("regions", (ulong)own.Length);
        foreach (GuestRegion region in own)
        {
            state.ReadSame("start", region.Start);
            state.ReadSame("length", region.Length);
        }
        state.End();
    }

    private static ulong Take(List<GuestRegion> regions, ulong start, ulong room, ulong wanted)
    {
        ulong length = Math.Min(room, wanted);
        if (length > 0)
        {
            regions.Add(new GuestRegion(start, length));
        }
        return wanted - length;
    }
}
