using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.Linux.Processes;
using Tmds.Linux;

namespace Kiln.Jailer.Jail.Cgroups;

/// <summary>The directory of a cgroup, held open: it is reached even when its file system is no longer in sight of this process.</summary>
internal sealed class Cgroup : IDisposable
{
    /// <summary>What a cgroup of version 2 may give to those below it.</summary>
    internal const string ControllersFile = "cgroup.controllers";

    /// <summary>What a cgroup of version 2 does give to those below it.</summary>
    internal const string SubtreeFile = "cgroup.subtree_control";

    /// <summary>The most that is read of any file of cgroups, in bytes; the longest lists some thousand processes.</summary>
    internal const int MaximumLength = 64 * 1024;

    private const string ProcessesFile = "cgroup.procs";
    private const string KillFile = "cgroup.kill";

    // A process that is ended goes within milliseconds, one with much memory within a second; all delays together are four seconds.
    private const int FirstDelayMilliseconds = 1;
    private const int LastDelayMilliseconds = 2048;

    private readonly OpenDirectory _directory;

    private Cgroup(OpenDirectory directory) => _directory = directory;

    /// <summary>Its directory's path, for messages.</summary>
    internal string Path => _directory.Path;

    /// <summary>Opens the cgroup at the top of what can be reached of a hierarchy.</summary>
    /// <param name="hierarchy">The hierarchy.</param>
    /// <exception cref="LinuxException">It is no longer mounted.</exception>
    internal static Cgroup TopOf(CgroupHierarchy hierarchy) => new(OpenDirectory.Open(hierarchy.MountPoint.Text));

    /// <summary>Opens a cgroup below this one.</summary>
    /// <param name="name">One name or several, or <c>.</c> for this one again.</param>
    /// <exception cref="LinuxException">There is none.</exception>
    internal Cgroup Enter(string name) => new(_directory.OpenBelow(name));

    /// <summary>Makes a cgroup below this one.</summary>
    /// <param name="name">One name.</param>
    /// <returns>False when something of the name is there already.</returns>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal bool TryMake(string name) => _directory.TryMakeDirectory(name, Permissions.Passage);

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <returns>Its text, without the line end.</returns>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal string Read(string file) => Encoding.UTF8.GetString(FileContent.Read(_directory, file, MaximumLength)).TrimEnd('\n');

    /// <summary>Writes to a file, by one call: that is how cgroups take a value.</summary>
    /// <param name="file">The file.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal void Write(string file, string value)
    {
        using OwnedDescriptor descriptor = _directory.OpenFile(file, LibC.O_WRONLY, 0);
        IoResult written = descriptor.Descriptor.Write(Encoding.UTF8.GetBytes(value));
        if (written.Failed)
        {
            throw new LinuxException(new SystemError(written.Errno, "write", $"{Path}/{file}"));
        }
    }

    /// <summary>Moves this process into it. Zero is whoever writes it, whichever numbers the process has in namespaces.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal void Join() => Write(ProcessesFile, "0");

    /// <summary>Ends every process in it.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal void Kill()
    {
        if (_directory.StatusOf(KillFile) is not null)
        {
            Write(KillFile, "1");
            return;
        }
        foreach (int process in Processes)
        {
            OtherProcess.Kill(process);
        }
    }

    /// <summary>
    /// Removes a cgroup below this one, with the processes in it. Only for one that nobody else may be using: its processes are not asked.
    /// </summary>
    /// <param name="name">One name.</param>
    /// <exception cref="LinuxException">It did not become empty in time, or holds this process or further cgroups: EBUSY.</exception>
    internal void Remove(string name)
    {
        using Cgroup child = Enter(name);
        if (child.Processes.Contains(Environment.ProcessId))
        {
            throw new LinuxException(new SystemError(Errno.EBUSY, "unlinkat", child.Path));
        }
        for (int delay = FirstDelayMilliseconds; ; delay *= 2)
        {
            try
            {
                _directory.RemoveDirectory(name);
                return;
            }
            catch (LinuxException exception) when (exception.Error.Errno == Errno.EBUSY && delay <= LastDelayMilliseconds)
            {
                child.Kill();
                Thread.Sleep(delay);
            }
        }
    }

    /// <summary>Removes a cgroup below this one if nothing is in it.</summary>
    /// <param name="name">One name.</param>
    /// <exception cref="LinuxException">Something is: EBUSY.</exception>
    internal void RemoveEmpty(string name) => _directory.RemoveDirectory(name);

    /// <summary>Closes it.</summary>
    public void Dispose() => _directory.Dispose();

    // A process that this one's pid namespace does not show is listed as 0, which to kill(2) means something else.
    private IEnumerable<int> Processes => Read(ProcessesFile)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out int process) ? process : 0)
        .Where(process => process > 0);
}
