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

/// <summary>A cgroup's directory, held open: it stays reachable after its file system is out of this process's view.</summary>
internal sealed class Cgroup : IDisposable
{
    /// <summary>Lists the controllers available to the children of a version 2 cgroup.</summary>
    internal const string ControllersFile = "cgroup.controllers";

    /// <summary>Lists the controllers enabled for the children of a version 2 cgroup.</summary>
    internal const string SubtreeFile = "cgroup.subtree_control";

    /// <summary>Upper bound on the bytes read from a cgroup file; the longest list some thousand processes.</summary>
    internal const int MaximumLength = 64 * 1024;

    private const string ProcessesFile = "cgroup.procs";
    private const string KillFile = "cgroup.kill";

    // A killed process is gone within milliseconds, a large one within a second; all delays together are four seconds.
    private const int FirstDelayMilliseconds = 1;
    private const int LastDelayMilliseconds = 2048;

    private readonly OpenDirectory _directory;

    private Cgroup(OpenDirectory directory) => _directory = directory;

    /// <summary>The directory's path, for messages.</summary>
    internal string Path => _directory.Path;

    /// <summary>Opens the topmost reachable cgroup of a hierarchy.</summary>
    /// <exception cref="LinuxException">The hierarchy is no longer mounted.</exception>
    internal static Cgroup TopOf(CgroupHierarchy hierarchy) => new(OpenDirectory.Open(hierarchy.MountPoint.Text));

    /// <summary>Opens a descendant of this cgroup.</summary>
    /// <param name="name">One path component or several, or <c>.</c> to open this cgroup again.</param>
    /// <exception cref="LinuxException"/>
    internal Cgroup Enter(string name) => new(_directory.OpenBelow(name));

    /// <summary>Creates a child cgroup.</summary>
    /// <returns>False when the name already exists.</returns>
    /// <exception cref="LinuxException"/>
    internal bool TryMake(string name) => _directory.TryMakeDirectory(name, Permissions.Passage);

    /// <returns>The file's text, without the line end.</returns>
    /// <exception cref="LinuxException"/>
    internal string Read(string file) => Encoding.UTF8.GetString(FileContent.Read(_directory, file, MaximumLength)).TrimEnd('\n');

    /// <summary>Writes a file with a single write(2), as cgroup files require.</summary>
    /// <exception cref="LinuxException"/>
    internal void Write(string file, string value)
    {
        using OwnedDescriptor descriptor = _directory.OpenFile(file, LibC.O_WRONLY, 0);
        IoResult written = descriptor.Descriptor.Write(Encoding.UTF8.GetBytes(value));
        if (written.Failed)
        {
            throw new LinuxException(new SystemError(written.Errno, "write", $"{Path}/{file}"));
        }
    }

    /// <summary>Moves this process into the cgroup. Writing 0 means the writer, whatever its number in any pid namespace.</summary>
    /// <exception cref="LinuxException"/>
    internal void Join() => Write(ProcessesFile, "0");

    /// <summary>Kills every process in the cgroup.</summary>
    /// <exception cref="LinuxException"/>
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

    /// <summary>Kills all processes of a child cgroup and removes it. Call this only for a cgroup that nobody else can be using.</summary>
    /// <exception cref="LinuxException">EBUSY: the cgroup did not become empty in time, or holds this process or child cgroups.</exception>
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

    /// <summary>Removes a child cgroup that has no processes and no children.</summary>
    /// <exception cref="LinuxException"/>
    internal void RemoveEmpty(string name) => _directory.RemoveDirectory(name);

    public void Dispose() => _directory.Dispose();

    // A process outside this pid namespace is listed as 0, which kill(2) would take for the caller's process group.
    private IEnumerable<int> Processes => Read(ProcessesFile)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out int process) ? process : 0)
        .Where(process => process > 0);
}
