using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Contract;

/// <summary>
/// A device as its machine sees it, on whatever bus. All calls are made on the vmm thread. Its life: created, loaded at most once before any driver
/// uses it, then resumed and paused alternately, saved any number of times while paused, and disposed in any state. DeviceSet enforces this order,
/// so devices need not check it.
/// </summary>
internal interface IMachineDevice : IDisposable
{
    DeviceName Name { get; }

    /// <summary>
    /// Quiesces the device, while no vCPU runs. Afterwards nothing reads or writes guest memory on the device's behalf, and a request that was
    /// taken but not completed is as if it had never been taken.
    /// </summary>
    void Pause()
    {
    }

    /// <summary>Starts or resumes the device, before a vCPU enters the guest: at first boot, after a pause, or after a load.</summary>
    void Resume()
    {
    }

    /// <summary>Saves the device's state. Called while paused; changes nothing.</summary>
    void Save(ref StateWriter state);

    /// <summary>Restores the state of a device of the same configuration. Guest memory has been restored before.</summary>
    /// <exception cref="StateFailure">The state does not fit this device. The machine is then discarded.</exception>
    void Load(ref StateReader state);

    /// <summary>Describes the device to the guest. Called before the guest first boots.</summary>
    void Describe(IGuestDescription to);
}
