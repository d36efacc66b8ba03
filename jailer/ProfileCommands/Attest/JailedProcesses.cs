using System.Globalization;
using System.IO;
using System.Linq;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Tmds.Linux;

namespace Kiln.ProfileCommands.Attest;

/// <summary>
/// Finds jailed processes: those whose root directory is a jail's. Only the kernel's word counts here: a pid file lies in a directory of the
/// jail's user, and a name or command line is whatever the process says about itself.
/// </summary>
/// <param name="directory">The directory of all jails: DIR/NAME/ID/root.</param>
internal sealed class JailedProcesses(string directory)
{
    private readonly List<SystemError> _unseen = [];

    /// <summary>Why a process, or a jail, could not be looked at, each with its path; complete once the processes have been found.</summary>
    internal IReadOnlyList<SystemError> Unseen => _unseen;

    /// <summary>The processes by jail and pid.</summary>
    /// <exception cref="JailerFailure">The directory cannot be read.</exception>
    internal IReadOnlyList<(int Process, string Jail)> Find()
    {
        List<(string Path, FileDevice Device, FileStatus Status)> roots = [];
        foreach (string path in Roots())
        {
            if (Look(path, _ => true) is var (device, status))
            {
                roots.Add((path, device, status));
            }
        }
        HashSet<FileDevice> devices = [.. roots.Select(root => root.Device)];
        List<(int Process, string Jail)> found = [];
        foreach (string name in Directory.GetDirectories("/proc").Select(folder => Path.GetFileName(folder)).Where(name => name.All(char.IsAsciiDigit)))
        {
            if (Look($"/proc/{name}/root", devices.Contains) is var (_, status))
            {
                int process = int.Parse(name, CultureInfo.InvariantCulture);
                found.AddRange(roots.Where(root => root.Status.IsSameFile(status)).Select(root => (process, root.Path)));
            }
        }
        return [.. found.OrderBy(each => each.Jail, StringComparer.Ordinal).ThenBy(each => each.Process)];
    }

    private IEnumerable<string> Roots()
    {
        try
        {
            return [.. Directory.GetDirectories(directory).SelectMany(Directory.GetDirectories).Select(jail => Path.Combine(jail, "root"))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new JailerFailure($"the directory of jails, {directory}, cannot be read; run the command as root, and check --chroot-base-dir");
        }
    }

    // Any user may have a root on a file system of his own, whose server refuses to answer, or never does. So only the device is asked for
    // before it is known to be that of a jail.
    private (FileDevice Device, FileStatus Status)? Look(string path, Func<FileDevice, bool> isWanted)
    {
        if (OwnedDescriptor.TryOpen(path, LibC.O_PATH | LibC.O_DIRECTORY, 0, out OwnedDescriptor? root) is { } error)
        {
            return Unlooked(error);
        }
        using (root)
        {
            if (FileDevice.TryRead(root!.Descriptor, out FileDevice device) is { } refusal)
            {
                return Unlooked(refusal with { Path = path });
            }
            try
            {
                return isWanted(device) ? (device, FileStatus.Of(root.Descriptor)) : null;
            }
            catch (LinuxException exception)
            {
                return Unlooked(exception.Error with { Path = path });
            }
        }
    }

    // What ended, or was removed, since it was listed is none of them.
    private (FileDevice Device, FileStatus Status)? Unlooked(SystemError error)
    {
        if (error.Errno != Errno.ENOENT && error.Errno != Errno.ESRCH)
        {
            _unseen.Add(error);
        }
        return null;
    }
}
