using System.Text.Json;
using Kiln.Jailer.Foundation;
using Kiln.ProfileCommands.Why;
using Xunit;

namespace Kiln.Jailer.Tests.ProfileCommands;

/// <summary>Lines of the kernel's log and of auditd about filters.</summary>
public sealed class AuditLineTests
{
    private const string Kernel = "[12.3] audit: type=1326 audit(1700000000.123:456): auid=4294967295 uid=1000 gid=1000 ses=4294967295 subj=unconfined pid=12 "
        + "comm=766370752030 exe=\"/vmm\" sig=31 arch=c000003e syscall=16 compat=0 ip=0x7f00 code=0x80000000";

    private const string Daemon = "type=SECCOMP msg=audit(1700000000.123:456): auid=4294967295 uid=1000 gid=1000 ses=4294967295 pid=12 "
        + "comm=\"fc_api\" exe=\"/vmm\" sig=0 arch=c000003e syscall=41 compat=0 ip=0x7f00 code=0x50026\u001dARCH=x86_64 SYSCALL=socket";

    [Theory]
    [InlineData(Kernel, "vcpu 0", 16, "kill_process")]
    [InlineData(Daemon, "fc_api", 41, "errno(ENOSYS)")]
    [InlineData("type=1326 comm=\"vcpu 0\" arch=c000003e syscall=1", "vcpu 0", 1, "")]
    [InlineData("type=1326 comm=vmm arch=c000003e syscall=1 code=0x7ffc0000", "vmm", 1, "log")]
    [InlineData("type=1326 comm=\"x syscall=7\" arch=c000003e syscall=1 code=0x30006", "x syscall=7", 1, "trap")]
    [InlineData("type=1326 comm=(null) arch=c000003e syscall=1", null, 1, "")]
    [InlineData("type=1326 comm=\"vmm\" arch=40000003 syscall=1", "vmm", null, "")]
    public void ALineIsRead(string line, string? thread, int? number, string taken)
    {
        AuditLine? audit = AuditLine.Of(line);

        Assert.Equal((thread, number, taken), (audit?.Thread, audit?.Number, $"{audit?.Taken}"));
    }

    [Theory]
    [InlineData("type=1300 arch=c000003e syscall=1")]
    [InlineData("type=1326 arch=c000003e")]
    [InlineData("type=1326 arch=c000003e syscall=many")]
    [InlineData("type=1326 arch=c000003e syscall=99999999999")]
    public void AnotherLineIsNone(string line) => Assert.Null(AuditLine.Of(line));

    [Fact]
    public void WhatDependsOnArgumentsIsToldWithTheAllowedOnes()
    {
        AuditAnswer answer = Answer(Kernel);

        Assert.Null(answer.IsMade);
        Assert.Equal(
            "In vcpu, ioctl is allowed for some arguments, which the line does not have.\n"
            + "  The answer to this one was kill_process.\n"
            + "  allowed where argument 1 (low half) is KVM_RUN\n"
            + "  allowed where argument 1 (low half) is KVM_KVMCLOCK_CTRL\n"
            + "  allowed where argument 0 (low half) is 0, argument 1 (low half) is TCSETS\n"
            + "  else trap, by vcpu.yaml:2:10 of vcpu\n",
            AuditReport.Text(answer));
        Assert.Contains("\n- allowed where argument 1 (low half) is KVM_RUN\n", AuditReport.Markdown(answer), StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(AuditReport.Json(answer));
        Assert.Equal(JsonValueKind.Null, document.RootElement.GetProperty("isMade").ValueKind);
        Assert.Equal(("kill_process", 3), (document.RootElement.GetProperty("taken").GetString(), document.RootElement.GetProperty("allowedWhere").GetArrayLength()));
    }

    [Theory]
    [InlineData("vcpu 0", 202, true, "In vcpu, futex is made, whatever its arguments. All programs that the thread carries let it through.\n")]
    [InlineData("vcpu 0", 41, false, "In vcpu, socket is not made: the process reports it and ends with status 148, whatever its arguments. vcpu decides: trap, by vcpu.yaml:2:10.\n")]
    [InlineData("setup", 435, false, "In setup, clone3 is not made: it fails, by errno(ENOSYS), whatever its arguments. setup decides: errno(ENOSYS), by setup.yaml:5:14.\n")]
    public void WhatDoesNotIsTold(string thread, int number, bool isMade, string expected)
    {
        AuditAnswer answer = Answer($"type=1326 comm=\"{thread}\" arch=c000003e syscall={number}");

        Assert.Equal((isMade, expected), (answer.IsMade, AuditReport.Text(answer)));
    }

    [Theory]
    [InlineData("type=1326 comm=\"bash\" arch=c000003e syscall=16", "the line is of a thread 'bash', which is none of the monitor's; ask by its role: jailer profile why THREAD ioctl ARGUMENT...")]
    [InlineData("type=1326 comm=\"vmm\" arch=40000003 syscall=16", "the line is of another architecture than x86_64, whose calls every filter refuses")]
    public void WhatCannotBeAskedIsRefused(string line, string message) => Assert.Equal(message, Assert.Throws<JailerFailure>(() => Answer(line)).Message);

    private static AuditAnswer Answer(string line) => AuditAnswer.To(AuditLine.Of(line)!, ExampleProfiles.Set, ExampleProfiles.Library);
}
