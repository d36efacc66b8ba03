using System.IO;
using System.Runtime.InteropServices;
using Kiln.Integration.Tests.Harness;
using Kiln.Linux.Abi;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Review;

/// <summary><c>jailer profile diff</c> on filters of another compiler: libseccomp's, in its two layouts.</summary>
public sealed class ForeignFilterTests : IDisposable
{
    private const string Calls = "400";

    // Lets through what no rule names, as filters of containers do. Every fifth call is refused for some arguments only.
    private const string Source =
        """
        #include <errno.h>
        #include <fcntl.h>
        #include <seccomp.h>
        #include <stdlib.h>

        int main(int count, char **words)
        {
            int calls = atoi(words[2]), layout = atoi(words[3]), spared = atoi(words[4]);
            scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
            seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, layout);
            for (int call = 0; call < calls; call++) {
                int error = call == spared ? 0
                    : call % 5 ? seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0)
                    : seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 2, SCMP_A0(SCMP_CMP_GT, 0x100000002), SCMP_A2(SCMP_CMP_MASKED_EQ, 0xF0, 0x30));
                if (error)
                    return 1;
            }
            return seccomp_export_bpf(filter, creat(words[1], 0600)) ? 2 : 0;
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-foreign-").FullName;

    public ForeignFilterTests()
    {
        Requires.SeccompLibrary();
        File.WriteAllText(Path.Combine(_folder, "make.c"), Source);
        Assert.Equal(new ProgramResult(0, "", ""), RunningProgram.Run("gcc", "-O1", "-o", Path.Combine(_folder, "make"), Path.Combine(_folder, "make.c"), "-lseccomp"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ALineAndATreeOfTheSameRulesAreEqual()
    {
        string line = Make("line", layout: 1, spared: -1);
        string tree = Make("tree", layout: 2, spared: -1);

        Assert.NotEqual(File.ReadAllBytes(line), File.ReadAllBytes(tree));
        Assert.Equal(new ProgramResult(0, "filter: equal\n", ""), Diff(line, tree));
    }

    // Call 15 is rt_sigreturn, one of those that are refused for some arguments: the first above 0x100000002, the third with 0x30 in the bits 0xf0.
    [Theory]
    [InlineData(309, "getcpu: errno(EPERM) -> allow\n            such as getcpu(0x0, 0x0, 0x0, 0x0, 0x0, 0x0)\n", 1)]
    [InlineData(15, "rt_sigreturn where ", 2)]
    public void ARuleLessIsExactlyThatChange(int spared, string change, int parts)
    {
        string whole = Make("whole", layout: 1, spared: -1);
        string less = Make("less", layout: 2, spared);

        ProgramResult wider = Diff(whole, less);

        Assert.Equal((2, ""), (wider.Status, wider.Error));
        Assert.StartsWith($"filter: 1 change\n  wider     {change}", wider.Output, StringComparison.Ordinal);
        Assert.Equal(parts, wider.Output.Split(": errno(EPERM) -> allow\n").Length - 1);
        Assert.Equal(1, Diff(less, whole).Status);
    }

    [Fact]
    public void AFilterOfOthersStandsForEveryThread()
    {
        ProgramResult result = Diff("shipped", Make("whole", layout: 1, spared: -1));

        Assert.Equal((2, ""), (result.Status, result.Error));
        Assert.All((string[])["vmm", "api", "vcpu", "runtime", "setup", "launch"], thread => Assert.Matches($"(^|\n){thread}: [0-9]+ changes\n", result.Output));
        // What libseccomp makes of other numbers: it kills one thread for those of x32, and lets -1 through, which a tracer skips calls with.
        Assert.Contains("  wider     calls 1073741824 to 4294967294: kill_process -> kill_thread\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("  wider     call 4294967295: kill_process -> allow\n", result.Output, StringComparison.Ordinal);
        Assert.Matches(" {12}and [0-9]+ more cases of its arguments\n", result.Output);
    }

    // A shift of an argument cannot be followed: what differs at the edge is found, and the call is never equal.
    [Fact]
    public void WhatCannotBeFollowedIsTriedAndNeverEqual()
    {
        string one = Shifting("one", 47);
        string other = Shifting("other", 48);

        ProgramResult result = Diff(one, other);
        ProgramResult same = Diff(one, Shifting("same", 47, idle: 1));

        Assert.Equal((3, ""), (result.Status, result.Error));
        Assert.Matches(
            "^filter: not proven for write\n  unproven  write: write\\(0x[0-9a-f]+, .*\\): errno\\(EPERM\\) -> allow; write\\(.*\\): allow -> errno\\(EPERM\\)\n$", result.Output);
        Assert.Equal(3, same.Status);
        Assert.Contains("are answered alike, which proves nothing\n", same.Output, StringComparison.Ordinal);
        Assert.Equal(new ProgramResult(0, "filter: equal\n", ""), Diff(one, one));
    }

    [Theory]
    [InlineData("", "a program has 1 to 4096 instructions, not 0")]
    [InlineData("0500010000000000", "instruction 0 leads past the end of the program")]
    [InlineData("9400000003000000", "instruction 0 has code 0x94 with 0x3, which the kernel takes in no filter")]
    public void WhatIsNoProgramIsRefused(string bytes, string reason)
    {
        string file = Path.Combine(_folder, "bytes");
        File.WriteAllBytes(file, Convert.FromHexString(bytes));

        Assert.Equal(
            new ProgramResult(3, "", $"jailer: {file} is neither a filter set nor a BPF program: {reason}; make one with 'jailer profile compile'\n"), Diff(file, "shipped"));
    }

    private string Make(string name, int layout, int spared)
    {
        string file = Path.Combine(_folder, name);
        Assert.Equal(0, RunningProgram.Run(Path.Combine(_folder, "make"), file, Calls, $"{layout}", $"{spared}").Status);
        return file;
    }

    // Refuses write where the low half of its first argument, shifted by three bits, is a number.
    private string Shifting(string name, uint value, uint idle = 0)
    {
        string file = Path.Combine(_folder, name);
        sock_filter[] program =
        [
            new() { code = 0x20, k = idle * 4 }, new() { code = 0x20 }, new() { code = 0x15, k = 1, jf = 3 },
            new() { code = 0x20, k = 16 }, new() { code = 0x74, k = 3 }, new() { code = 0x15, k = value, jt = 1 },
            new() { code = 0x06, k = 0x7FFF_0000 }, new() { code = 0x06, k = 0x0005_0001 },
        ];
        File.WriteAllBytes(file, MemoryMarshal.AsBytes<sock_filter>(program).ToArray());
        return file;
    }

    private static ProgramResult Diff(string old, string @new) => RunningProgram.Run(Artifacts.Jailer, "profile", "diff", old, @new);
}
