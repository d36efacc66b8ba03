using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Model;

/// <summary>The network interfaces of a machine, in the order in which the guest finds them. Immutable.</summary>
internal sealed class NetworkInterfaceList : DeviceList<NetworkInterfaceList, NetworkInterfaceConfiguration>
{
    /// <summary>
    /// The most interfaces: more than a machine can have, so that the start is refused as in Firecracker, and as many as there are descriptor numbers
    /// for taps.
    /// </summary>
    internal const int Most = 32;

    private NetworkInterfaceList(NetworkInterfaceConfiguration[] networks)
        : base(networks)
    {
    }

    internal static NetworkInterfaceList None { get; } = new([]);

    /// <inheritdoc/>
    internal override string? ReasonAgainst(NetworkInterfaceConfiguration network) => network switch
    {
        { Address: { } address } when Array.Exists(Devices, other => other.Id != network.Id && other.Address == address) =>
            $"The MAC address is already in use: {address}",
        { ReasonAgainst: { } reason } => $"Could not create the network device: {reason}",
        _ when Count == Most && IndexOf(network.Id) < 0 =>
            $"there are {Most} network interfaces, and a machine can have {MachineRules.MostVirtioDevices} devices; name one of them to replace it",
        _ => null,
    };

    /// <summary>Why an interface of the running guest cannot be updated, as an error message that clients match; null if it can.</summary>
    internal string? ReasonAgainst(NetworkInterfaceUpdate update) =>
        IndexOf(update.Id) < 0 ? "Failed perform action on device: Device not found" : null;

    /// <summary>
    /// Returns a list with an interface at its end. If one has its id, that is removed first and the last one takes its place, as in Firecracker: the
    /// position determines the name of an interface in the guest.
    /// </summary>
    /// <param name="network">An interface that <see cref="ReasonAgainst(NetworkInterfaceConfiguration)"/> accepts.</param>
    internal override NetworkInterfaceList With(NetworkInterfaceConfiguration network)
    {
        int index = IndexOf(network.Id);
        if (index < 0)
        {
            return new NetworkInterfaceList([.. Devices, network]);
        }
        NetworkInterfaceConfiguration[] networks = [.. Devices];
        networks[index] = networks[^1];
        networks[^1] = network;
        return new NetworkInterfaceList(networks);
    }

    /// <summary>Returns a list with the limits of an interface updated.</summary>
    /// <param name="update">An update that <see cref="ReasonAgainst(NetworkInterfaceUpdate)"/> accepts.</param>
    internal NetworkInterfaceList With(NetworkInterfaceUpdate update) => Changed(update.Id, present => present with
    {
        ReceiveLimit = update.ReceiveLimit?.Over(present.ReceiveLimit) ?? present.ReceiveLimit,
        SendLimit = update.SendLimit?.Over(present.SendLimit) ?? present.SendLimit,
    });

    /// <summary>Returns a list in which an interface has another tap.</summary>
    /// <returns>Null when there is no such interface.</returns>
    internal NetworkInterfaceList? WithDevice(string id, string device) =>
        IndexOf(id) < 0 ? null : Changed(id, present => present with { HostDevice = device });

    private NetworkInterfaceList Changed(string id, Func<NetworkInterfaceConfiguration, NetworkInterfaceConfiguration> change)
    {
        NetworkInterfaceConfiguration[] networks = [.. Devices];
        ref NetworkInterfaceConfiguration network = ref networks[IndexOf(id)];
        network = change(network);
        return new NetworkInterfaceList(networks);
    }
}
