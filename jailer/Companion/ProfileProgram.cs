using System.IO;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.Linux.Processes;
using Tmds.Linux;

namespace Kiln.Jailer.Companion;

/// <summary>
/// The program of the profile commands. It lies beside the jailer, so that a start that reads no profiles has no page of it. Root executes
/// it, so it is found by its one place, never by PATH, and whoever may write it must be able to write the jailer, too.
/// </summary>
internal static class ProfileProgram
{
    /// <summary>The first argument that selects the profile commands.</summary>
    internal const string Word = "profile";

    private const string FileName = "jailer-profile";
    private const uint WriteOfOthers = Permissions.GroupWrite | Permissions.OthersWrite;

    /// <summary>Becomes the program, which then is this process.</summary>
    /// <param name="arguments">What stands behind <see cref="Word"/>.</param>
    /// <exception cref="JailerFailure">It is not there, or cannot be executed.</exception>
    internal static void Become(string[] arguments)
    {
        HostPath path = Find();
        throw Refusal(path, Image(path, arguments).Become());
    }

    /// <summary>Has the program compile a directory of profiles, in a child.</summary>
    /// <exception cref="JailerFailure">It is not there, cannot be executed, or gives no report.</exception>
    internal static ProfileReport ReportOn(string directory)
    {
        HostPath path = Find();
        try
        {
            ProgramOutput output = ProgramOutput.Of(Image(path, [ProfileReport.Word, directory]), path.Text, ProfileReport.MaximumLength);
            return ProfileReport.TryRead(output.Bytes) ?? throw WithoutReport($"{path} ended with {output.End} and no report on {directory}", directory);
        }
        catch (LinuxException exception) when (exception.Error.Errno == Errno.EFBIG)
        {
            throw WithoutReport($"what {path} writes of {directory} has no end", directory);
        }
        catch (LinuxException exception)
        {
            throw Refusal(path, exception.Error);
        }
    }

    private static ProgramImage Image(HostPath path, string[] arguments) => new(path.Text, [FileName, .. arguments]);

    private static HostPath Find()
    {
        HostPath jailer = new(ExecutedFile.Path);
        HostPath path = new HostPath(Path.GetDirectoryName(jailer.Text)!).Below(FileName);
        using OwnedDescriptor own = Open(new HostPath("/proc/self/exe"), 0);
        using OwnedDescriptor file = Open(path, LibC.O_NOFOLLOW);
        return ReasonAgainst(FileStatus.Of(file.Descriptor), FileStatus.Of(own.Descriptor)) is { } reason
            ? throw new JailerFailure($"{path} {reason}; install it again, as {jailer} is")
            : path;
    }

    private static OwnedDescriptor Open(HostPath path, int flags) =>
        OwnedDescriptor.TryOpen(path.Text, LibC.O_PATH | flags, 0, out OwnedDescriptor? file) is { } error ? throw Refusal(path, error) : file!;

    private static string? ReasonAgainst(FileStatus file, FileStatus own) => file switch
    {
        { IsRegular: false } => "is no file",
        _ when file.UserId != 0 && file.UserId != own.UserId => "belongs to a user who does not own the jailer",
        _ when (file.Permissions & ~own.Permissions & WriteOfOthers) != 0 => "may be written by users who may not write the jailer",
        _ when file.GroupId != own.GroupId && (file.Permissions & Permissions.GroupWrite) != 0 => "may be written by a group that may not write the jailer",
        _ => null,
    };

    private static JailerFailure WithoutReport(string what, string directory) =>
        new($"{what}; try jailer profile check {directory}, or install {FileName} again, of the jailer's own build");

    private static JailerFailure Refusal(HostPath path, SystemError error) =>
        new($"{path} cannot be executed: {error.Errno}; install {FileName} beside the jailer") { Error = error.Errno };
}
