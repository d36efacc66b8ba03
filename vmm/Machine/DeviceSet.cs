using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Machine;

/// <summary>
/// The devices of a machine. They pause, save, load and resume in the order in which they were added, and are disposed in reverse. The set enforces
/// for all devices the life cycle that <see cref="IMachineDevice"/> prescribes. The vmm thread owns it.
/// </summary>
internal sealed class DeviceSet : IDisposable
{
    private const string Section = "devices";
    private const ushort Version = 1;

    private readonly List<IMachineDevice> _devices = [];
    private DeviceLife _life = DeviceLife.Fresh;

    internal IReadOnlyList<IMachineDevice> All => _devices;

    /// <summary>Adds a device, which the set disposes from then on. No processor may be in the guest.</summary>
    /// <exception cref="InvalidOperationException">
    /// Another device has the same name, or the machine is running; the caller still owns the device.
    /// </exception>
    internal TDevice Add<TDevice>(TDevice device)
        where TDevice : IMachineDevice
    {
        Require(DeviceLife.Fresh, DeviceLife.Paused);
        if (Find(device.Name) is not null)
        {
            throw new InvalidOperationException($"the machine already has a device {device.Name}");
        }
        _devices.Add(device);
        return device;
    }

    /// <summary>Removes a device and disposes it. No processor may be in the guest.</summary>
    /// <returns>False when there is no such device.</returns>
    internal bool Remove(DeviceName name)
    {
        Require(DeviceLife.Fresh, DeviceLife.Paused);
        if (Find(name) is not { } device)
        {
            return false;
        }
        _devices.Remove(device);
        device.Dispose();
        return true;
    }

    /// <summary>Finds a device by name; null when there is none.</summary>
    internal IMachineDevice? Find(DeviceName name) => _devices.Find(device => device.Name == name);

    /// <summary>Finds the first device of a type; null when there is none.</summary>
    internal TDevice? Find<TDevice>()
        where TDevice : class, IMachineDevice => _devices.Find(device => device is TDevice) as TDevice;

    /// <summary>Pauses all devices. The machine is running, and every processor has left the guest.</summary>
    internal void Pause()
    {
        Require(DeviceLife.Running);
        _devices.ForEach(device => device.Pause());
        _life = DeviceLife.Paused;
    }

    /// <summary>Starts or resumes all devices; call it before a processor enters the guest.</summary>
    internal void Resume()
    {
        Require(DeviceLife.Fresh, DeviceLife.Paused);
        _devices.ForEach(device => device.Resume());
        _life = DeviceLife.Running;
    }

    /// <summary>Saves all devices; they must be paused.</summary>
    /// <exception cref="StateFailure">The buffer is full.</exception>
    internal void Save(ref StateWriter state)
    {
        Require(DeviceLife.Paused);
        state.Begin(Section, Version);
        state.WriteCount(_devices.Count);
        foreach (IMachineDevice device in _devices)
        {
            device.Save(ref state);
        }
        state.End();
    }

    /// <summary>
    /// Loads all devices, once, before their first resume; afterwards they are paused. If the state is rejected, they can only be disposed.
    /// </summary>
    /// <exception cref="StateFailure">The state belongs to a machine with other devices.</exception>
    internal void Load(ref StateReader state)
    {
        Require(DeviceLife.Fresh);
        _life = DeviceLife.Broken;
        state.Begin(Section, Version);
        state.ReadSame("count", (ulong)_devices.Count);
        foreach (IMachineDevice device in _devices)
        {
            device.Load(ref state);
        }
        state.End();
        _life = DeviceLife.Paused;
    }

    /// <summary>Describes all devices to the guest.</summary>
    internal void Describe(IGuestDescription to) => _devices.ForEach(device => device.Describe(to));

    /// <summary>Disposes all devices in reverse order.</summary>
    public void Dispose()
    {
        _life = DeviceLife.Broken;
        for (int index = _devices.Count - 1; index >= 0; index--)
        {
            _devices[index].Dispose();
        }
        _devices.Clear();
    }

    private void Require(params ReadOnlySpan<DeviceLife> lives)
    {
        if (!lives.Contains(_life))
        {
            throw new InvalidOperationException($"the devices are {_life}, and this needs them {string.Join(" or ", lives.ToArray())}");
        }
    }
}
