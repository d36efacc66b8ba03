using System.Globalization;
using System.IO;
using System.Linq;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;
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
    /// <summary>The processes by pid, each with its jail's root directory.</summary>
    /// <exception cref="JailerFailure">The directory cannot be read.</exception>
    internal IReadOnlyList<(int Process, string Jail)> Find()
    {
        (string Path, FileStatus Status)[] roots =
            [.. Roots().Select(path => (path, Status: StatusOf(path))).Where(root => root.Status is not null).Select(root => (root.path, root.Status!.Value))];
        return
        [
            .. from folder in Directory.GetDirectories("/proc")
               let name = Path.GetFileName(folder)
               where name.All(char.IsAsciiDigit)
               let status = StatusOf($"{folder}/root")
               where status is not null
               from root in roots
               where root.Status.IsSameFile(status.Value)
               let process = int.Parse(name, CultureInfo.InvariantCulture)
               orderby root.Path, process
               select (process, root.Path),
        ];
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

    private static FileStatus? StatusOf(string path)
    {
        if (OwnedDescriptor.TryOpen(path, LibC.O_PATH | LibC.O_DIRECTORY, 0, out OwnedDescriptor? directory) is not null)
        {
            return null;
        }
        using (directory)
        {
            return FileStatus.Of(directory!.Descriptor);
        }
    }
}
