using System.Runtime.InteropServices;
using Kiln.CommandLine;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Snapshots;

/// <summary>The first section of a snapshot's state: which monitor saved it, on which architecture.</summary>
/// <param name="Architecture">As Linux names it; a state is loaded only on its own.</param>
/// <param name="Version">The version of Kiln.</param>
internal sealed record SnapshotOrigin(string Architecture, string Version)
{
    private const string Section = "origin";
    private const ushort SectionVersion = 1;

    // Any version of Kiln has a few digits.
    private const int LongestVersion = 64;

    private static string OwnArchitecture =>
        RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64 ? "x86_64" : "aarch64";

    internal static void Save(ref StateWriter state)
    {
        state.Begin(Section, SectionVersion);
        state.WriteText(OwnArchitecture);
        state.WriteText(KilnVersion.Number);
        state.End();
    }

    /// <summary>Checks the architecture. Which monitor saved it does not matter: the versions of sections decide whether it can be loaded.</summary>
    /// <exception cref="StateFailure">It was saved on another architecture.</exception>
    internal static SnapshotOrigin Load(ref StateReader state)
    {
        state.Begin(Section, SectionVersion);
        state.ReadSameText("architecture", OwnArchitecture);
        SnapshotOrigin origin = new(OwnArchitecture, state.ReadText("version", LongestVersion));
        state.End();
        return origin;
    }
}
