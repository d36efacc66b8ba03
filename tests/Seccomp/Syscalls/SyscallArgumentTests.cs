using System.Diagnostics;
using System.Linq;
using System.Text.RegularExpressions;
using Kiln.Seccomp.Syscalls;
using Xunit;

namespace Kiln.Seccomp.Tests.Syscalls;

/// <summary>The widths of arguments match the declarations of the running kernel, as its tracing tells them.</summary>
public sealed partial class SyscallArgumentTests
{
    // Only this mount namespace sees the file system.
    private const string Script =
        "mount -t tracefs tracefs /sys/kernel/tracing && cd /sys/kernel/tracing/events/syscalls && grep -H field: sys_enter_*/format";

    // What the kernel declares wider than it looks: it cuts these to 32 bits before any other use.
    private static readonly string[] _cut =
    [
        "clone 0", "mmap 4", "ptrace 1", "readv 0", "readv 2", "writev 0", "writev 2", "preadv 0", "preadv 2", "pwritev 0", "pwritev 2",
        "preadv2 0", "preadv2 2", "pwritev2 0", "pwritev2 2", "vmsplice 2", "process_vm_readv 2", "process_vm_writev 2",
    ];

    // The names by which the kernel's source calls some.
    private static readonly Dictionary<string, string> _names = new()
    {
        ["newstat"] = "stat",
        ["newfstat"] = "fstat",
        ["newlstat"] = "lstat",
        ["newuname"] = "uname",
        ["sendfile64"] = "sendfile",
        ["umount"] = "umount2",
    };

    [Fact]
    public void EveryArgumentIsAsWideAsTheKernelDeclaresIt()
    {
        Dictionary<string, List<string>> declared = ReadDeclarations();

        Assert.True(declared.Count > 300, $"the kernel tells of {declared.Count} calls");
        List<string> differences = [];
        foreach ((string call, List<string> types) in declared.Where(call => SyscallTable.NumberOf(call.Key) is not null))
        {
            for (int index = 0; index < 6; index++)
            {
                ArgumentExtent expected = index >= types.Count ? ArgumentExtent.None : ExtentOf(types[index]);
                ArgumentExtent found = SyscallArguments.ExtentOf(call, index);
                bool isCut = found == ArgumentExtent.Low32 && expected == ArgumentExtent.All64 && _cut.Contains($"{call} {index}");
                bool depends = found == ArgumentExtent.Unknown && expected == ArgumentExtent.All64;
                if (found != expected && !isCut && !depends)
                {
                    differences.Add($"{call} {index}: {found}, but it is declared {(index < types.Count ? types[index] : "not at all")}");
                }
            }
        }
        Assert.Empty(differences);
    }

    [Fact]
    public void ACallThatIsUnknownHasUnknownArguments()
    {
        Assert.Equal(ArgumentExtent.Unknown, SyscallArguments.ExtentOf("vserver", 0));
        Assert.Equal(ArgumentExtent.Unknown, SyscallArguments.ExtentOf("", 0));
        Assert.Equal(ArgumentExtent.None, SyscallArguments.ExtentOf("getpid", 0));
    }

    private static ArgumentExtent ExtentOf(string type) => type.Contains('*', StringComparison.Ordinal) || Long().IsMatch(type)
        ? ArgumentExtent.All64
        : ArgumentExtent.Low32;

    private static Dictionary<string, List<string>> ReadDeclarations()
    {
        using Process shell = Process.Start(new ProcessStartInfo("unshare", ["--mount", "sh", "-c", Script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        string output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        Assert.SkipUnless(shell.ExitCode == 0 && output.Length > 0, "the kernel traces no system calls, or the test does not run as root");
        Dictionary<string, List<string>> declared = [];
        foreach (Match match in Field().Matches(output))
        {
            string name = _names.GetValueOrDefault(match.Groups["call"].Value, match.Groups["call"].Value);
            List<string> types = declared.TryGetValue(name, out List<string>? known) ? known : declared[name] = [];
            // The fields that every event has.
            if (match.Groups["name"].Value is var field && !field.StartsWith("common_", StringComparison.Ordinal) && field != "__syscall_nr")
            {
                types.Add(match.Groups["type"].Value);
            }
        }
        return declared;
    }

    [GeneratedRegex(@"^sys_enter_(?<call>\w+)/format:\tfield:(?<type>[^;]*?)(?<name>\w+);", RegexOptions.Multiline)]
    private static partial Regex Field();

    // The types that are 64 bits wide; the others are int, unsigned int, or made of these.
    [GeneratedRegex(@"\b(long|size_t|loff_t|off_t|aio_context_t|cap_user_header_t|cap_user_data_t|__u64|u64)\b")]
    private static partial Regex Long();
}
