using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Virtio.Block;

// A disk in a saved state. Its data stays in the file.
internal sealed partial class DiskDescription
{
    private const string Section = "disk";
    private const ushort StateVersion = 1;

    // As many as a file's length in bytes, a signed 64-bit number, has.
    private const ulong MostSectors = long.MaxValue / SectorLength;

    internal void Save(ref StateWriter state)
    {
        state.Begin(Section, StateVersion);
        state.WriteUInt64(Sectors);
        state.WriteEnum(Features);
        state.End();
    }

    /// <summary>Checks that the saved disk has the same capacity and the same features.</summary>
    /// <exception cref="StateFailure"/>
    internal void Load(ref StateReader state)
    {
        state.Begin(Section, StateVersion);
        state.ReadSame("sectors", Sectors);
        state.ReadSame("features", (ulong)Features);
        state.End();
    }

    /// <summary>Takes the capacity of the saved disk, and checks that it has the same features.</summary>
    /// <exception cref="StateFailure"/>
    internal void Adopt(ref StateReader state)
    {
        state.Begin(Section, StateVersion);
        Resize(state.ReadUInt64("sectors", MostSectors));
        state.ReadSame("features", (ulong)Features);
        state.End();
    }
}
