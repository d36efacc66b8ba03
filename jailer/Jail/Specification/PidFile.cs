using System.Globalization;
using System.Text;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>The file with the monitor's pid: a decimal number without a line end.</summary>
internal static class PidFile
{
    // Digits of the highest pid, 4194304, and a few more to detect longer content.
    private const int MaximumLength = 16;

    /// <summary>Writes a pid into a new file.</summary>
    /// <param name="process">The pid in the host's namespace.</param>
    /// <exception cref="LinuxException">The file cannot be written.</exception>
    internal static void Write(Descriptor file, int process)
    {
        byte[] text = Encoding.ASCII.GetBytes(process.ToString(CultureInfo.InvariantCulture));
        IoResult written = file.Write(text);
        if (written.Count != text.Length)
        {
            throw new LinuxException(new SystemError(written.Failed ? written.Errno : Errno.ENOSPC, "write", "the pid file"));
        }
    }

    /// <summary>Reads a pid. The jail's user may have written anything there: trust the number only as far as it can be checked.</summary>
    /// <returns>The pid, or null when the file holds anything else.</returns>
    internal static int? Read(Descriptor file)
    {
        Span<byte> text = stackalloc byte[MaximumLength];
        int length = file.Read(text).Count;
        return int.TryParse(Encoding.ASCII.GetString(text[..length]), NumberStyles.None, CultureInfo.InvariantCulture, out int process) ? process : null;
    }
}
