using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Model;

/// <summary>
/// The drives of a machine, in the order in which the guest finds them: the root drive first, the others in the order of their configuration.
/// Immutable.
/// </summary>
internal sealed class DriveList : DeviceList<DriveList, DriveConfiguration>
{
    // More than a machine can have, so that the start is refused as in Firecracker, but few enough that a client cannot fill the monitor's memory
    // with drives.
    private const int Most = 64;

    private DriveList(DriveConfiguration[] drives)
        : base(drives)
    {
    }

    internal static DriveList None { get; } = new([]);

    /// <inheritdoc/>
    internal override string? ReasonAgainst(DriveConfiguration drive) => IndexOf(drive.Id) switch
    {
        _ when drive.IsRoot && Array.Exists(Devices, other => other.IsRoot && other.Id != drive.Id) => "A root block device already exists!",
        < 0 when Count == Most =>
            $"there are {Most} drives, of which a machine can have {MachineRules.MostVirtioDevices}; name one of them to replace it",
        _ => drive.ReasonAgainst,
    };

    /// <summary>Why a drive of the running guest cannot be updated, as an error message that clients match; null if it can.</summary>
    internal string? ReasonAgainst(DriveUpdate update) => update switch
    {
        _ when IndexOf(update.Id) < 0 => "Failed perform action on device: Device not found",
        // Such an update makes a vhost-user drive read its configuration again.
        { Path: null, Limit: null } => "Block: Running method expected different backend.",
        _ => null,
    };

    /// <inheritdoc/>
    internal override DriveList With(DriveConfiguration drive)
    {
        int index = IndexOf(drive.Id);
        if (index < 0)
        {
            return new DriveList(drive.IsRoot ? [drive, .. Devices] : [.. Devices, drive]);
        }
        DriveConfiguration[] drives = [.. Devices];
        drives[index] = drive;
        if (drive.IsRoot)
        {
            // The two drives are swapped, as in Firecracker: the position determines the name of a drive in the guest.
            (drives[0], drives[index]) = (drives[index], drives[0]);
        }
        return new DriveList(drives);
    }

    /// <summary>Returns a list with a drive updated.</summary>
    /// <param name="update">An update that <see cref="ReasonAgainst(DriveUpdate)"/> accepts.</param>
    internal DriveList With(DriveUpdate update)
    {
        DriveConfiguration[] drives = [.. Devices];
        ref DriveConfiguration drive = ref drives[IndexOf(update.Id)];
        drive = drive with { Path = update.Path ?? drive.Path, Limit = update.Limit is { } change ? change.Over(drive.Limit) : drive.Limit };
        return new DriveList(drives);
    }
}
