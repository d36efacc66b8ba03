using System.Collections;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Model;

/// <summary>The devices of one kind, each with an ID, in the order in which the guest finds them. Immutable.</summary>
/// <typeparam name="TList">The kind's own list.</typeparam>
/// <typeparam name="T">The configuration of one of them.</typeparam>
internal abstract class DeviceList<TList, T>(T[] devices) : IReadOnlyList<T>
    where TList : DeviceList<TList, T>
    where T : class, IIdentified
{
    /// <inheritdoc/>
    public int Count => devices.Length;

    /// <summary>The devices; not to be changed.</summary>
    private protected T[] Devices => devices;

    /// <inheritdoc/>
    public T this[int index] => devices[index];

    /// <summary>Finds a device by its ID; null when there is none.</summary>
    internal T? Find(string id) => Array.Find(devices, device => device.Id == id);

    /// <summary>Why a device cannot be added, or replace the one with its ID, as an error message that clients match; null if it can.</summary>
    internal abstract string? ReasonAgainst(T device);

    /// <summary>Returns a list with a device added, or replacing the one with its ID.</summary>
    /// <param name="device">A device that <see cref="ReasonAgainst"/> accepts.</param>
    internal abstract TList With(T device);

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)devices).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The sum of the lengths of all.</summary>
    internal int LengthOf(Func<T, int> lengthOf)
    {
        int sum = 0;
        foreach (T device in devices)
        {
            sum += lengthOf(device);
        }
        return sum;
    }

    private protected int IndexOf(string id) => Array.FindIndex(devices, device => device.Id == id);
}
