using System.Collections;
using System.Linq;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Model;

/// <summary>
/// The drives of a machine, in the order in which the guest finds them: that of their first mention, but the one that it boots from is the
/// first. A list never changes; a change makes another.
/// </summary>
internal sealed class DriveList : IReadOnlyList<DriveConfiguration>
{
    // More than a machine has room for, so that it is the start that refuses, as in Firecracker; few enough that a client who adds drives for
    // ever does not fill the monitor's memory.
    private const int Most = 64;

    private readonly DriveConfiguration[] _drives;

    private DriveList(DriveConfiguration[] drives) => _drives = drives;

    /// <summary>No drives.</summary>
    internal static DriveList None { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _drives.Length;

    /// <inheritdoc/>
    public DriveConfiguration this[int index] => _drives[index];

    /// <summary>Why a drive cannot be added, or take the place of the one of its id, in the words that clients match; null when it can.</summary>
    /// <param name="drive">The drive.</param>
    internal string? ReasonAgainst(DriveConfiguration drive) => IndexOf(drive.Id) switch
    {
        _ when drive.IsRoot && _drives.Any(other => other.IsRoot && other.Id != drive.Id) => "A root block device already exists!",
        < 0 when Count == Most =>
            $"there are {Most} drives, of which a machine can have {MachineRules.MostVirtioDevices}; name one of them to replace it",
        _ => drive.ReasonAgainst,
    };

    /// <summary>Why a drive of the running guest cannot be changed, in the words that clients match; null when it can.</summary>
    /// <param name="update">The change.</param>
    internal string? ReasonAgainst(DriveUpdate update) => update switch
    {
        _ when IndexOf(update.Id) < 0 => "Failed perform action on device: Device not found",
        // This is how a vhost-user drive is asked for its size again.
        { Path: null, Limit: null } => "Block: Running method expected different backend.",
        _ => null,
    };

    /// <summary>The list with a drive, which takes the place of the one of its id.</summary>
    /// <param name="drive">A drive that nothing is against.</param>
    internal DriveList With(DriveConfiguration drive)
    {
        int index = IndexOf(drive.Id);
        if (index < 0)
        {
            return new DriveList(drive.IsRoot ? [drive, .. _drives] : [.. _drives, drive]);
        }
        DriveConfiguration[] drives = [.. _drives];
        drives[index] = drive;
        if (drive.IsRoot)
        {
            // The two change places, as in Firecracker: a drive's name in the guest is made of its place.
            (drives[0], drives[index]) = (drives[index], drives[0]);
        }
        return new DriveList(drives);
    }

    /// <summary>The list after a change to a drive.</summary>
    /// <param name="update">A change that nothing is against.</param>
    internal DriveList With(DriveUpdate update)
    {
        DriveConfiguration[] drives = [.. _drives];
        ref DriveConfiguration drive = ref drives[IndexOf(update.Id)];
        drive = drive with { Path = update.Path ?? drive.Path, Limit = update.Limit is { } change ? change.Over(drive.Limit) : drive.Limit };
        return new DriveList(drives);
    }

    /// <inheritdoc/>
    public IEnumerator<DriveConfiguration> GetEnumerator() => _drives.AsEnumerable().GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int IndexOf(string id) => Array.FindIndex(_drives, drive => drive.Id == id);
}
