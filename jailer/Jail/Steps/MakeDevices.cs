using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Tmds.Linux;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Creates the device nodes that the monitor opens, and no others: with --tap it opens no tap itself.</summary>
internal sealed class MakeDevices(JailSpec spec) : IJailStep
{
    // Device numbers from Documentation/admin-guide/devices.txt.
    private static readonly (string Directory, string Name, uint Major, uint Minor) _tun = ("dev/net", "tun", 10, 200);

    private static readonly (string Directory, string Name, uint Major, uint Minor)[] _devices =
    [
        _tun,
        ("dev", "kvm", 10, 232),
        ("dev", "urandom", 1, 9),
    ];

    /// <inheritdoc/>
    public string Description
    {
        get
        {
            string nodes = HandsOverTaps ? "/dev/kvm 10:232 and /dev/urandom 1:9" : "/dev/net/tun 10:200, /dev/kvm 10:232 and /dev/urandom 1:9";
            return $"make {nodes} with permissions 0600, owned by {spec.UserId}:{spec.GroupId}{(HandsOverTaps ? "; no /dev/net/tun" : "")}";
        }
    }

    private bool HandsOverTaps => spec.Taps.Count > 0;

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        foreach ((string directoryName, string name, uint major, uint minor) in _devices)
        {
            OpenDirectory directory = state.Root.OpenBelow(directoryName);
            ulong number = Number(major, minor);
            RemoveLeftover(directory, name, number);
            if (HandsOverTaps && name == _tun.Name)
            {
                continue;
            }
            directory.MakeCharacterDevice(name, Permissions.OwnersFile, number);
            state.Made(() => directory.Unlink(name));
            Give(directory, name, number);
            DemandWorking(directory, name);
        }
    }

    // makedev(3) for major numbers below 256 and minor numbers below 1048576.
    private static ulong Number(uint major, uint minor) => ((ulong)major << 8) | (minor & 0xFF) | ((ulong)(minor & ~0xFFu) << 12);

    // An earlier jail leaves its nodes behind; anything else under this name was planted.
    private static void RemoveLeftover(OpenDirectory directory, string name, ulong number)
    {
        if (directory.StatusOf(name) is { } status)
        {
            if (!status.IsCharacterDevice || status.DeviceNumber != number)
            {
                throw new JailerFailure($"{directory.Path}/{name} is there and is not the device; remove it");
            }
            directory.Unlink(name);
        }
    }

    // On a restart the jail's user owns the directory: change the file that was checked, whatever its name means by now.
    private void Give(OpenDirectory directory, string name, ulong number)
    {
        string path = $"{directory.Path}/{name}";
        using OwnedDescriptor node = directory.OpenFile(name, LibC.O_PATH | LibC.O_NOFOLLOW, 0);
        FileStatus status = FileStatus.Of(node.Descriptor);
        if (!status.IsCharacterDevice || (status.DeviceNumber, status.Permissions) != (number, Permissions.OwnersFile))
        {
            throw new JailerFailure($"{path} was replaced while the jail was built; is another process of user {spec.UserId} running?");
        }
        FileOwnership.Give(node.Descriptor, path, spec.UserId, spec.GroupId);
    }

    private void DemandWorking(OpenDirectory directory, string name)
    {
        try
        {
            directory.OpenFile(name, LibC.O_RDONLY | LibC.O_NONBLOCK, 0).Dispose();
        }
        catch (LinuxException exception) when (exception.Error.Errno == Errno.EACCES)
        {
            throw new JailerFailure(
                $"device nodes do not work on the file system of {spec.BaseDirectory.Path}, which is mounted nodev; choose another --chroot-base-dir");
        }
        catch (LinuxException)
        {
            // The node works; its driver is missing or busy. The monitor reports that if it needs the device.
        }
    }
}
