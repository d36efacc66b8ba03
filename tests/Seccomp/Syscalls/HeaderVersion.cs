using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;

namespace Kiln.Seccomp.Tests.Syscalls;

/// <summary>The Linux version of the host's headers.</summary>
internal static partial class HeaderVersion
{
    /// <summary>The version, such as 6.1.</summary>
    public static Version Read()
    {
        Match match = VersionCode().Match(File.ReadAllText("/usr/include/linux/version.h"));
        int code = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return new Version(code >> 16, (code >> 8) & 0xFF);
    }

    [GeneratedRegex(@"#define LINUX_VERSION_CODE (\d+)")]
    private static partial Regex VersionCode();
}
