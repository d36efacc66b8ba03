using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Model.Processors;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Model;

/// <summary>The configuration of a machine.</summary>
/// <param name="BootSource">The boot source, or null until it is configured.</param>
/// <param name="Machine">The vCPUs and the memory.</param>
internal sealed record VmConfiguration(BootSource? BootSource, MachineConfiguration Machine)
{
    private const string Section = "configuration";

    // The first did not have the metadata service, the second neither vsock device nor balloon.
    private const ushort Version = 3;

    private delegate T DeviceReader<T>(ref StateReader state);

    /// <summary>The configuration before any request.</summary>
    internal static VmConfiguration Default { get; } = new(null, MachineConfiguration.Default);

    /// <summary>The custom CPU template, which replaces a static one; or null.</summary>
    internal CpuTemplate? CustomTemplate { get; init; }

    /// <summary>Whether the machine has a boot timer device.</summary>
    internal bool BootTimer { get; init; }

    internal DriveList Drives { get; init; } = DriveList.None;

    internal NetworkInterfaceList Networks { get; init; } = NetworkInterfaceList.None;

    /// <summary>The vsock device, or null.</summary>
    internal VsockConfiguration? Vsock { get; init; }

    /// <summary>The balloon, or null.</summary>
    internal BalloonConfiguration? Balloon { get; init; }

    /// <summary>The entropy device, or null.</summary>
    internal EntropyConfiguration? Entropy { get; init; }

    /// <summary>The metadata service, or null when no network interface can reach it.</summary>
    internal MmdsConfiguration? Mmds { get; init; }

    /// <summary>The number of virtio devices.</summary>
    internal int VirtioDevices => Drives.Count + Networks.Count + (Vsock is null ? 0 : 1) + (Balloon is null ? 0 : 1) + (Entropy is null ? 0 : 1);

    /// <summary>The first serial port.</summary>
    internal SerialConfiguration Serial { get; init; } = SerialConfiguration.Default;

    /// <summary>
    /// Saves the configuration of a machine that was started; not the serial port's target, which whoever loads the state chooses, and no CPU template
    /// of the operator's, since the saved processors have what it changed.
    /// </summary>
    /// <exception cref="StateFailure">The buffer is full.</exception>
    internal void Save(ref StateWriter state)
    {
        state.Begin(Section, Version);
        Machine.Save(ref state);
        BootSource!.Save(ref state);
        state.WriteBoolean(BootTimer);
        state.WriteCount(Drives.Count);
        foreach (DriveConfiguration drive in Drives)
        {
            drive.Save(ref state);
        }
        state.WriteCount(Networks.Count);
        foreach (NetworkInterfaceConfiguration network in Networks)
        {
            network.Save(ref state);
        }
        state.WriteBoolean(Entropy is not null);
        Entropy?.Save(ref state);
        state.WriteBoolean(Mmds is not null);
        Mmds?.Save(ref state);
        state.WriteBoolean(Vsock is not null);
        Vsock?.Save(ref state);
        state.WriteBoolean(Balloon is not null);
        Balloon?.Save(ref state);
        state.End();
    }

    /// <summary>Loads a configuration that <see cref="MachineRules"/> accepts for a start.</summary>
    /// <exception cref="StateFailure"/>
    internal static VmConfiguration Load(ref StateReader state)
    {
        ushort version = state.Begin(Section, Version);
        MachineConfiguration machine = MachineConfiguration.Load(ref state);
        VmConfiguration configuration = new(BootSource.Load(ref state), machine)
        {
            BootTimer = state.ReadBoolean("boot_timer"),
            Drives = LoadList("drives", DriveList.None, DriveConfiguration.Load, ref state),
            Networks = LoadList("network-interfaces", NetworkInterfaceList.None, NetworkInterfaceConfiguration.Load, ref state),
            Entropy = state.ReadBoolean("entropy") ? EntropyConfiguration.Load(ref state) : null,
        };
        if (version > 1 && state.ReadBoolean("mmds-config"))
        {
            NetworkInterfaceList networks = configuration.Networks;
            configuration = configuration with { Mmds = MmdsConfiguration.Load(networks.Count, id => networks.Find(id) is not null, ref state) };
        }
        if (version > 2 && state.ReadBoolean("vsock"))
        {
            configuration = configuration with { Vsock = VsockConfiguration.Load(ref state) };
        }
        if (version > 2 && state.ReadBoolean("balloon"))
        {
            configuration = configuration with { Balloon = BalloonConfiguration.Load(ref state) };
        }
        if ((MachineRules.ReasonAgainst(configuration) ?? MachineRules.ReasonAgainstStart(configuration)) is { } reason)
        {
            throw state.Refuse("devices", $"{reason}: take the snapshot again");
        }
        state.End();
        return configuration;
    }

    private static TList LoadList<TList, T>(string field, TList list, DeviceReader<T> read, ref StateReader state)
        where TList : DeviceList<TList, T>
        where T : class, IIdentified
    {
        for (int rest = state.ReadCount(field, MachineRules.MostVirtioDevices); rest > 0; rest--)
        {
            T device = read(ref state);
            int count = list.Count;
            string? reason = list.ReasonAgainst(device);
            list = reason is null ? list.With(device) : list;
            if (list.Count == count)
            {
                throw state.Refuse(field, $"{reason ?? "two of them have the same id"}: take the snapshot again");
            }
        }
        return list;
    }
}
