using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;

namespace Kiln.Seccomp.Tests.Syscalls;

/// <summary>Which Linux the headers of the system are from.</summary>
internal static partial class HeaderVersion
{
    /// <summary>Its version, such as 6.1.</summary>
    public static Version Read()
    {
        Match match = VersionCode().Match(File.ReadAllText("/usr/include/linux/version.h"));
        int code = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return new Version(code >> 16, (code >> 8) & 0xFF);
    }

    [GeneratedRegex(@"#define LINUX_VERSION_CODE (\d+)")]
    private static partial Regex VersionCode();
}
