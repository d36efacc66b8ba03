using System.Linq;
using System.Text;
using Kiln.CommandLine;
using Kiln.Jailer.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Cgroups;
using Kiln.Jailer.Logging;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>A jail as it shall be: checked input, and what of the host it is made from, held open.</summary>
internal sealed class JailSpec : IDisposable
{
    // Below 128 KiB, which the kernel allows whatever the limit of the stack is; the jailer's own arguments need a few hundred bytes.
    private const int MaximumArgumentLength = 120 * 1024;

    private JailSpec(JailerOptions options, ExecFile execFile, OpenDirectory baseDirectory)
    {
        Id = options.Id;
        ExecFile = execFile;
        BaseDirectory = baseDirectory;
        Daemonize = options.Daemonize;
        NewPidNamespace = options.NewPidNamespace;
        ExtraArguments = options.ExtraArguments;
    }

    /// <summary>When all this began.</summary>
    internal StartMoment Started { get; } = StartMoment.Now;

    /// <summary>Names the microVM.</summary>
    internal string Id { get; }

    /// <summary>The program to jail.</summary>
    internal ExecFile ExecFile { get; }

    /// <summary>Where jails are made.</summary>
    internal OpenDirectory BaseDirectory { get; }

    /// <summary>The user that the program runs as.</summary>
    internal uint UserId { get; private init; }

    /// <summary>The group that the program runs as.</summary>
    internal uint GroupId { get; private init; }

    /// <summary>The network that it runs in, or null for the host's.</summary>
    internal NetworkNamespace? Network { get; private init; }

    /// <summary>Limits that the operator asks for.</summary>
    internal IReadOnlyList<Limit> Limits { get; private init; } = [];

    /// <summary>The cgroups that the program runs in.</summary>
    internal IReadOnlyList<CgroupPlacement> Cgroups { get; private init; } = [];

    /// <summary>Whether the program leaves its terminal and its parent.</summary>
    internal bool Daemonize { get; }

    /// <summary>Whether the program is the first process of a pid namespace.</summary>
    internal bool NewPidNamespace { get; }

    /// <summary>Whether the program runs in a child: the jailer itself ends with status 0.</summary>
    internal bool RunsInChild => Daemonize || NewPidNamespace;

    /// <summary>The filters, or null when the operator does without.</summary>
    internal JailFilters? Filters { get; private init; }

    /// <summary>What goes to the program behind its id.</summary>
    internal IReadOnlyList<string> ExtraArguments { get; }

    /// <summary>The directory that becomes the program's root.</summary>
    internal HostPath Root => new HostPath(BaseDirectory.Path).Below($"{ExecFile.Name}/{Id}/root");

    /// <summary>The program, in the jail.</summary>
    internal JailPath Program => new(ExecFile.Name);

    /// <summary>The file that says which process the program is.</summary>
    internal JailPath PidFile => new($"{ExecFile.Name}.pid");

    /// <summary>Checks what the operator wrote. Nothing is changed.</summary>
    /// <param name="options">What the operator wrote.</param>
    /// <param name="log">Takes what makes the jail weaker.</param>
    /// <exception cref="JailerFailure">Something is wrong with it.</exception>
    internal static JailSpec From(JailerOptions options, JailerLog log)
    {
        if (InstanceId.ReasonAgainst(options.Id) is { } reason)
        {
            throw new JailerFailure(reason);
        }
        if (options.ExtraArguments.Sum(argument => Encoding.UTF8.GetByteCount(argument) + 1) is > MaximumArgumentLength and var length)
        {
            throw new JailerFailure($"what stands behind -- is {length} bytes long; the monitor can be given {MaximumArgumentLength}");
        }
        ExecFile execFile = ExecFile.Open(HostPath.Parse("--exec-file", options.ExecFile, "the monitor"));
        OpenDirectory baseDirectory = OpenBase(HostPath.Parse("--chroot-base-dir", options.BaseDirectory, "a directory"));
        JailSpec spec = new(options, execFile, baseDirectory)
        {
            UserId = Account.UserOf(options.UserId),
            GroupId = Account.GroupOf(options.GroupId),
            Limits = Limit.ParseAll(options.Limits),
            Network = options.Network is { } path ? NetworkNamespace.Open(HostPath.Parse("--netns", path, "a network namespace")) : null,
            Cgroups = CgroupPlan.For(CgroupRequest.From(options.Cgroups, execFile.Name, options.Id), CgroupHost.Read),
            Filters = JailFilters.For(execFile, options.Filters, log),
        };
        WeakOptions.Tell(options, spec.UserId, log);
        return spec;
    }

    /// <summary>Closes what of the host is held open.</summary>
    public void Dispose()
    {
        ExecFile.Dispose();
        BaseDirectory.Dispose();
        Network?.Dispose();
    }

    private static OpenDirectory OpenBase(HostPath path)
    {
        try
        {
            return OpenDirectory.Open(path.Text);
        }
        catch (LinuxException exception) when (exception.Error.Errno == Errno.ENOTDIR)
        {
            throw new JailerFailure($"{path} is not a directory; check --chroot-base-dir");
        }
        catch (LinuxException exception)
        {
            Errno errno = exception.Error.Errno;
            throw new JailerFailure($"Failed to canonicalize path {path}: {errno.Text} (os error {errno.Number}); make it, or check --chroot-base-dir");
        }
    }
}
