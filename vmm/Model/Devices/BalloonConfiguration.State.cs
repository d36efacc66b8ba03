using Kiln.Vmm.State;

namespace Kiln.Vmm.Model.Devices;

// A balloon in a saved configuration, with the target and the interval of the time.
internal sealed partial record BalloonConfiguration
{
    private const string Section = "balloon";
    private const ushort Version = 1;

    internal void Save(ref StateWriter state)
    {
        state.Begin(Section, Version);
        state.WriteUInt32(Mebibytes);
        state.WriteBoolean(DeflateOnOom);
        state.WriteUInt16(StatisticsSeconds);
        state.WriteBoolean(HasHinting);
        state.WriteBoolean(HasReporting);
        state.End();
    }

    /// <exception cref="StateFailure"/>
    internal static BalloonConfiguration Load(ref StateReader state)
    {
        state.Begin(Section, Version);
        uint mebibytes = state.ReadUInt32("amount_mib");
        BalloonConfiguration balloon = new(mebibytes, state.ReadBoolean("deflate_on_oom"))
        {
            StatisticsSeconds = state.ReadUInt16("stats_polling_interval_s"),
            HasHinting = state.ReadBoolean("free_page_hinting"),
            HasReporting = state.ReadBoolean("free_page_reporting"),
        };
        state.End();
        return balloon;
    }
}
