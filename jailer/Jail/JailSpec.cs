using Kiln.CommandLine;
using Kiln.Jailer.CommandLine;
using Kiln.Linux;

namespace Kiln.Jailer.Jail;

/// <summary>A jail as it shall be: checked input, and what of the host it is made from, held open.</summary>
internal sealed class JailSpec : IDisposable
{
    private JailSpec(JailerOptions options, ExecFile execFile, OpenDirectory baseDirectory)
    {
        Id = options.Id;
        ExecFile = execFile;
        BaseDirectory = baseDirectory;
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

    /// <summary>The filters, or null when the operator does without.</summary>
    internal JailFilters? Filters { get; private init; }

    /// <summary>What goes to the program behind its id.</summary>
    internal IReadOnlyList<string> ExtraArguments { get; }

    /// <summary>The directory that becomes the program's root, as the host names it.</summary>
    internal string RootPath => $"{BaseDirectory.Path.TrimEnd('/')}/{ExecFile.Name}/{Id}/root";

    /// <summary>The name of the file, in the jail's root, that says which process the program is.</summary>
    internal string PidFileName => ExecFile.Name + ".pid";

    /// <summary>Checks what the operator wrote. Nothing is changed.</summary>
    /// <param name="options">What the operator wrote.</param>
    /// <exception cref="JailerFailure">Something is wrong with it.</exception>
    internal static JailSpec From(JailerOptions options)
    {
        if (InstanceId.ReasonAgainst(options.Id) is { } reason)
        {
            throw new JailerFailure(reason);
        }
        ExecFile execFile = ExecFile.Open(options.ExecFile);
        OpenDirectory baseDirectory = OpenBase(options.BaseDirectory);
        return new JailSpec(options, execFile, baseDirectory)
        {
            UserId = Account.UserOf(options.UserId),
            GroupId = Account.GroupOf(options.GroupId),
            Limits = Limit.ParseAll(options.Limits),
            Network = options.Network is { } path ? NetworkNamespace.Open(path) : null,
            Filters = JailFilters.From(options.Filters),
        };
    }

    /// <summary>Closes what of the host is held open.</summary>
    public void Dispose()
    {
        ExecFile.Dispose();
        BaseDirectory.Dispose();
        Network?.Dispose();
    }

    private static OpenDirectory OpenBase(string path)
    {
        if (path.Length == 0 || path.Contains('\0'))
        {
            throw new JailerFailure("--chroot-base-dir is empty or holds a NUL; give a directory");
        }
        try
        {
            return OpenDirectory.Open(path);
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
