using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Tmds.Linux;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>The program to jail, opened once: the file that is checked is the file that is copied, whatever happens to its name.</summary>
internal sealed class ExecFile : IDisposable
{
    // The copy is the jail user's own, for whom only this bit counts.
    private const uint OwnersExecute = 0x40;

    private readonly OwnedDescriptor _file;

    private ExecFile(HostPath path, OwnedDescriptor file, FileStatus status)
    {
        Path = path;
        _file = file;
        Status = status;
        IsMonitor = MonitorNote.IsIn(file.Descriptor);
    }

    /// <summary>The path as given on the command line.</summary>
    internal HostPath Path { get; }

    /// <summary>The program's file name inside the jail.</summary>
    internal string Name => System.IO.Path.GetFileName(Path.Text);

    internal FileStatus Status { get; }

    /// <summary>Whether the file carries the note of Kiln's monitor.</summary>
    internal bool IsMonitor { get; }

    /// <summary>The path of the loader that the program asks the kernel for, as a dynamically linked one does; null without one.</summary>
    internal string? Loader => ProgramLoader.Of(Descriptor);

    internal Descriptor Descriptor => _file.Descriptor;

    /// <summary>Opens and validates a program.</summary>
    /// <exception cref="JailerFailure">The file is missing, a symbolic link, not a regular file or not executable.</exception>
    internal static ExecFile Open(HostPath path)
    {
        // O_NONBLOCK: opening a FIFO of this name would block the jailer forever.
        if (OwnedDescriptor.TryOpen(path.Text, LibC.O_RDONLY | LibC.O_NOFOLLOW | LibC.O_NONBLOCK, 0, out OwnedDescriptor? opened) is { } error)
        {
            throw new JailerFailure(error.Errno == Errno.ELOOP
                ? $"--exec-file {path} is a symbolic link; give the file that it points to"
                : $"Failed to canonicalize path {path}: {error.Errno.Description}; check --exec-file");
        }
        OwnedDescriptor file = opened!;
        FileStatus status = FileStatus.Of(file.Descriptor);
        if ((ReasonAgainst(path, status) ?? ReasonAgainstContent(path, file.Descriptor)) is { } reason)
        {
            file.Dispose();
            throw new JailerFailure(reason);
        }
        return new ExecFile(path, file, status);
    }

    public void Dispose() => _file.Dispose();

    private static string? ReasonAgainst(HostPath path, FileStatus status) => status switch
    {
        { IsRegular: false } => $"{path} is not a file; --exec-file is the monitor's binary",
        _ when (status.Permissions & OwnersExecute) == 0 => $"{path} is not executable by its owner; chmod u+x it, or check --exec-file",
        _ when System.IO.Path.GetFileName(path.Text) is "dev" or "run" => $"{path} has the name of a directory of the jail; rename it",
        _ => null,
    };

    // execve would find out too, but only after the point where the jail can be undone.
    private static string? ReasonAgainstContent(HostPath path, Descriptor file)
    {
        // e_ident and e_machine of the ELF header: 64-bit, little-endian, x86_64.
        Span<byte> header = stackalloc byte[20];
        bool executable = file.ReadAt(header, 0).Count == header.Length
            && header[..6].SequenceEqual("\u007fELF\u0002\u0001"u8) && header[18..].SequenceEqual((ReadOnlySpan<byte>)[62, 0]);
        return executable ? null : $"{path} is not an x86_64 ELF program; a jail has no interpreter for anything else";
    }
}
