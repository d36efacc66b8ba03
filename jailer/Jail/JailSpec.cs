using System.Globalization;
using Kiln.CommandLine;
using Kiln.Jailer.CommandLine;
using Kiln.Linux;

namespace Kiln.Jailer.Jail;

/// <summary>A jail as it shall be: checked input, and the two things of the host that it is made from, held open.</summary>
internal sealed class JailSpec : IDisposable
{
    private JailSpec(
        JailerOptions options, ExecFile execFile, OpenDirectory baseDirectory, uint userId, uint groupId, JailFilters? filters)
    {
        Id = options.Id;
        ExecFile = execFile;
        BaseDirectory = baseDirectory;
        UserId = userId;
        GroupId = groupId;
        Filters = filters;
        ExtraArguments = options.ExtraArguments;
    }

    /// <summary>Names the microVM.</summary>
    internal string Id { get; }

    /// <summary>The program to jail.</summary>
    internal ExecFile ExecFile { get; }

    /// <summary>Where jails are made.</summary>
    internal OpenDirectory BaseDirectory { get; }

    /// <summary>The user that the program runs as.</summary>
    internal uint UserId { get; }

    /// <summary>The group that the program runs as.</summary>
    internal uint GroupId { get; }

    /// <summary>The filters, or null when the operator does without.</summary>
    internal JailFilters? Filters { get; }

    /// <summary>What goes to the program behind its id.</summary>
    internal IReadOnlyList<string> ExtraArguments { get; }

    /// <summary>The directory that becomes the program's root, as the host names it.</summary>
    internal string RootPath => $"{BaseDirectory.Path.TrimEnd('/')}/{ExecFile.Name}/{Id}/root";

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
        return new JailSpec(
            options,
            execFile,
            baseDirectory,
            ParseId("uid", options.UserId),
            ParseId("gid", options.GroupId),
            JailFilters.From(options.Filters));
    }

    /// <summary>Closes program and directory.</summary>
    public void Dispose()
    {
        ExecFile.Dispose();
        BaseDirectory.Dispose();
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

    // 4294967295 means "leave as it is" to the kernel: the program would stay root.
    private static uint ParseId(string name, string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint id) && id != uint.MaxValue
            ? id
            : throw new JailerFailure($"Invalid {name}: {text}; --{name} is a number from 0 to {uint.MaxValue - 1}");
}
