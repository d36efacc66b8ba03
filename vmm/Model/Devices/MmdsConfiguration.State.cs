using Kiln.Vmm.State;

namespace Kiln.Vmm.Model.Devices;

// The metadata service in a saved configuration. Its data and its tokens are in none.
internal sealed partial record MmdsConfiguration
{
    private const string Section = "mmds-config";
    private const ushort StateVersion = 1;

    internal void Save(ref StateWriter state)
    {
        state.Begin(Section, StateVersion);
        state.WriteEnum(Version);
        state.WriteBoolean(IsImdsCompatible);
        state.WriteUInt32(Address.Bits);
        state.WriteCount(Interfaces.Length);
        foreach (string id in Interfaces)
        {
            state.WriteText(id);
        }
        state.End();
    }

    /// <param name="most">The number of interfaces.</param>
    /// <param name="known">Whether there is an interface with an id.</param>
    /// <exception cref="StateFailure"/>
    internal static MmdsConfiguration Load(int most, Predicate<string> known, ref StateReader state)
    {
        state.Begin(Section, StateVersion);
        MmdsVersion version = state.ReadEnum("version", MmdsVersion.V2);
        bool isCompatible = state.ReadBoolean("imds_compat");
        Ipv4Address address = new(state.ReadUInt32("ipv4_address"));
        string[] ids = new string[state.ReadCount("network_interfaces", most)];
        for (int index = 0; index < ids.Length; index++)
        {
            ids[index] = state.ReadText("network_interfaces", ConfigurationBounds.Id);
        }
        MmdsConfiguration configuration = new(ids) { Version = version, Address = address, IsImdsCompatible = isCompatible };
        if (configuration.ReasonAgainst(known) is { } reason)
        {
            throw state.Refuse("network_interfaces", $"{reason}: take the snapshot again");
        }
        state.End();
        return configuration;
    }
}
