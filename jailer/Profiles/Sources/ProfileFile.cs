using System.Text;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Yaml;

namespace Kiln.Profiles.Sources;

/// <summary>Reads the text of a profile safely, whatever kind of file its path names.</summary>
internal static class ProfileFile
{
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file of bounded length.</summary>
    /// <exception cref="ProfileException">The file is missing, of another kind, too long or not UTF-8.</exception>
    internal static string Read(string path)
    {
        try
        {
            return _strict.GetString(FileContent.ReadRegular(path, YamlReader.MaximumLength)).TrimStart('\uFEFF');
        }
        catch (LinuxException exception)
        {
            throw Unreadable(path, exception.Error.Errno);
        }
        catch (DecoderFallbackException)
        {
            throw Error(path, DiagnosticId.Syntax, "it is not UTF-8; save it as UTF-8");
        }
    }

    private static ProfileException Unreadable(string path, Errno errno) => errno switch
    {
        _ when errno == Errno.ENOENT || errno == Errno.ENOTDIR =>
            Error(path, DiagnosticId.Unreadable, "there is no such file; a directory of profiles has one for every program"),
        _ when errno == Errno.EINVAL => Error(path, DiagnosticId.Unreadable, "it is no regular file; put the profile's text into one"),
        _ when errno == Errno.EFBIG => Error(path, DiagnosticId.OverLimit, $"it is longer than {YamlReader.MaximumLength} bytes; split it into fragments"),
        _ => Error(path, DiagnosticId.Unreadable, $"it cannot be read: {errno}"),
    };

    private static ProfileException Error(string path, string id, string message) => new(new Diagnostic(id, path, 1, 1, message));
}
