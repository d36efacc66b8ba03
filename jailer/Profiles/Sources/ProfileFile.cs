using System.IO;
using System.Text;
using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Yaml;
using Microsoft.Win32.SafeHandles;

namespace Kiln.Profiles.Sources;

/// <summary>Reads the text of a profile safely, whatever kind of file its path names.</summary>
internal static class ProfileFile
{
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file of bounded length.</summary>
    /// <exception cref="ProfileException">The file is missing, too long or not UTF-8.</exception>
    internal static string Read(string path)
    {
        try
        {
            return _strict.GetString(ReadBytes(path)).TrimStart('\uFEFF');
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Error(path, DiagnosticId.Unreadable, "there is no such file; a directory of profiles has one for every program");
        }
        catch (UnauthorizedAccessException)
        {
            throw Error(path, DiagnosticId.Unreadable, "it cannot be opened: it is a directory, or may not be read");
        }
        catch (IOException exception)
        {
            throw Error(path, DiagnosticId.Unreadable, $"it cannot be read: error {exception.HResult & 0xFFFF}");
        }
        catch (DecoderFallbackException)
        {
            throw Error(path, DiagnosticId.Syntax, "it is not UTF-8; save it as UTF-8");
        }
    }

    // Bounded by the bytes read, not by the reported size: a device reports none.
    private static byte[] ReadBytes(string path)
    {
        using SafeFileHandle handle = File.OpenHandle(path);
        byte[] bytes = new byte[YamlReader.MaximumLength + 1];
        int length = 0;
        while (length < bytes.Length && RandomAccess.Read(handle, bytes.AsSpan(length), length) is > 0 and var read)
        {
            length += read;
        }
        return length < bytes.Length
            ? bytes[..length]
            : throw Error(path, DiagnosticId.OverLimit, $"it is longer than {YamlReader.MaximumLength} bytes; split it into fragments");
    }

    private static ProfileException Error(string path, string id, string message) => new(new Diagnostic(id, path, 1, 1, message));
}
