using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Virtio.Net;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Machine;

/// <summary>
/// The taps of the network interfaces, opened when an interface is configured: the guest gets exactly those, however often the start is retried. Each
/// keeps a fixed descriptor number for the monitor's lifetime, so that a seccomp filter can name it. The vmm thread owns it. A tap that the jailer handed over
/// is found by its name, and stays open when no interface has it any more: closed, it would be gone.
/// </summary>
/// <param name="first">The first descriptor number; <see cref="DescriptorNumbers.FirstTap"/> outside tests.</param>
internal sealed class Taps(int first = DescriptorNumbers.FirstTap) : IDisposable
{
    /// <summary>The most taps: as many as the list of interfaces takes.</summary>
    internal const int Capacity = NetworkInterfaceList.Most;

    private readonly Dictionary<string, Tap> _taps = [];

    /// <summary>The tap of a network interface.</summary>
    /// <param name="id">ID of a configured interface.</param>
    internal Tap this[string id] => _taps[id];

    /// <summary>Opens the tap of an interface, replacing that of an interface with the same ID unless it is the same tap.</summary>
    /// <param name="network">An interface that has room in the list of interfaces.</param>
    /// <param name="device">The tap's name, which the kernel completes if it contains <c>%d</c>.</param>
    /// <returns>Null on success, otherwise the reason, which clients match; nothing has changed then.</returns>
    /// <exception cref="LinuxException">The process is out of descriptors.</exception>
    internal string? Open(NetworkInterfaceConfiguration network, out string device)
    {
        device = network.HostDevice;
        Tap? present = _taps.GetValueOrDefault(network.Id);
        // A tap that is attached cannot be attached again, not even by this process.
        if (present?.Name == device)
        {
            return null;
        }
        if (IsTaken(network.HostDevice))
        {
            return TapRefusal.OfTwice(device);
        }
        if (HandedOver(device) is { } given)
        {
            present?.GiveUp();
            _taps[network.Id] = given;
            return null;
        }
        if (Tap.TryOpen(device, out Tap? tap) is { } reason)
        {
            return reason;
        }
        Tap? replaced = present is { IsHandedOver: false } ? present : null;
        if (tap!.TryPlace(replaced?.Descriptor.Number ?? FreeNumber(), replaced) is { } refusal)
        {
            tap.Dispose();
            return refusal;
        }
        _taps[network.Id] = tap;
        device = tap.Name;
        return null;
    }

    public void Dispose()
    {
        foreach (Tap tap in _taps.Values)
        {
            tap.Dispose();
        }
        _taps.Clear();
    }

    private bool IsTaken(string name)
    {
        foreach (Tap tap in _taps.Values)
        {
            if (tap.Name == name)
            {
                return true;
            }
        }
        return false;
    }

    // The jailer has made it, or taken it, and left it open at a number of taps.
    private Tap? HandedOver(string name)
    {
        for (int number = first; number < first + Capacity; number++)
        {
            if (Tap.TryTake(number, name) is { } tap)
            {
                return tap;
            }
        }
        return null;
    }

    // Interfaces are never removed. Where a tap was handed over, others go to the numbers that are left.
    private int FreeNumber()
    {
        int number = first;
        while (number < first + Capacity - 1 && DescriptorTable.AccessOf(number) is not (null or AccessMode.O_PATH))
        {
            number++;
        }
        return number;
    }
}
