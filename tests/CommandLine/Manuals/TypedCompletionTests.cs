using System.Diagnostics;
using Xunit;

namespace Kiln.CommandLine.Tests.Manuals;

/// <summary>What the shells insert and offer when somebody types the tabulator.</summary>
public sealed class TypedCompletionTests
{
    // A line, what it becomes, or stays when there is more than one thing to offer, and one of these.
    public static TheoryData<string, string, string> Typed => new()
    {
        { "jailer pro", "jailer profile ", "profile" },
        { "jailer --exec", "jailer --exec-file ", "--exec-file" },
        { "jailer --log-level ", "jailer --log-level ", "warning" },
        { "jailer --log-level w", "jailer --log-level warning ", "warning" },
        { "jailer --id web-1 --log-level ", "jailer --id web-1 --log-level ", "error" },
        { "jailer profile ", "jailer profile ", "attest" },
        { "jailer profile att", "jailer profile attest ", "attest" },
        { "jailer profile why ", "jailer profile why ", "vcpu" },
        { "jailer profile why vc", "jailer profile why vcpu ", "vcpu" },
        { "jailer profile why vcpu io_uring_set", "jailer profile why vcpu io_uring_setup ", "io_uring_setup" },
        { "jailer profile why --seccomp-profiles /tmp vc", "jailer profile why --seccomp-profiles /tmp vcpu ", "vcpu" },
        { "jailer profile disasm ru", "jailer profile disasm runtime ", "runtime" },
        { "jailer --id web-1 --exec-file /usr/bin/vmm --uid 1 --gid 1 -- --config-f", "jailer --id web-1 --exec-file /usr/bin/vmm --uid 1 --gid 1 -- --config-file ", "--config-file" },
        { "jailer --id web-1 -- --config-file /etc/passw", "jailer --id web-1 -- --config-file /etc/passwd", "/etc/passwd" },
        { "jailer --id web-1 -- --level Tr", "jailer --id web-1 -- --level Trace ", "Trace" },
        { "vmm snapshot che", "vmm snapshot check ", "check" },
        { "vmm snapshot check --format j", "vmm snapshot check --format json ", "json" },
        { "vmm --log-format ", "vmm --log-format ", "json" },
    };

    [Theory]
    [MemberData(nameof(Typed))]
    public void InBash(string line, string becomes, string expected) => Completes(TypedShell.Bash, line, becomes, expected);

    [Theory]
    [MemberData(nameof(Typed))]
    public void InZsh(string line, string becomes, string expected) => Completes(TypedShell.Zsh, line, becomes, expected);

    [Theory]
    [MemberData(nameof(Typed))]
    public void InFish(string line, string becomes, string expected) => Completes(TypedShell.Fish, line, becomes, expected);

    // As the jailer starts a monitor: its id is the first option.
    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public void TheNumberOfAMonitorIsOffered(string name)
    {
        using TypedShell shell = name switch
        {
            "bash" => TypedShell.Bash,
            "zsh" => TypedShell.Zsh,
            _ => TypedShell.Fish,
        };
        string program = shell.PathOf("vmm");
        Assert.Equal((0, ""), ShellRun.Of("gcc", "int pause(void); int main(void) { return pause(); }", "-x", "c", "-", "-o", program));
        using Process monitor = Process.Start(program, ["--id", "web-1"]);
        try
        {
            string number = $"{monitor.Id}";
            (string line, string offered) = shell.Complete($"jailer profile attest {number[..^1]}");

            // Alone, or beside others whose numbers begin so.
            Assert.True(line.TrimEnd() == $"jailer profile attest {number}" || offered.Contains(number, StringComparison.Ordinal), offered);
        }
        finally
        {
            monitor.Kill();
        }
    }

    private static void Completes(TypedShell opened, string line, string becomes, string expected)
    {
        using TypedShell shell = opened;

        (string shown, string offered) = shell.Complete(line);

        // A shell shows or hides the blank behind a whole word.
        Assert.Equal(becomes.TrimEnd(), shown.TrimEnd());
        if (line == becomes)
        {
            Assert.Contains(expected, offered, StringComparison.Ordinal);
        }
    }
}
