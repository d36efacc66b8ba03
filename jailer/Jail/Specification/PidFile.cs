using System.Globalization;
using System.Text;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>The file that says which process the monitor is: a decimal number without a line end.</summary>
internal static class PidFile
{
    // Digits of the highest process number, 4194304, and some to see that a file has more.
    private const int MaximumLength = 16;

    /// <summary>Writes the number into a new file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="process">The process, as the host numbers it.</param>
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

    /// <summary>Reads a number. The jail's user may have put anything there: it is believed only as far as it can be checked.</summary>
    /// <param name="file">The file.</param>
    /// <returns>The number, or null when the file holds something else.</returns>
    internal static int? Read(Descriptor file)
    {
        Span<byte> text = stackalloc byte[MaximumLength];
        int length = file.Read(text).Count;
        return int.TryParse(Encoding.ASCII.GetString(text[..length]), NumberStyles.None, CultureInfo.InvariantCulture, out int process) ? process : null;
    }
}
