using Kiln.Jailer.Foundation;
using Kiln.ProfileCommands.Options;
using Kiln.ProfileCommands.Why;
using Kiln.Seccomp.Rules;
using Xunit;

namespace Kiln.Jailer.Tests.ProfileCommands;

/// <summary>Threads, calls and constants by the names that people give them; nearly right ones get a hint.</summary>
public sealed class ThreadNameTests
{
    [Theory]
    [InlineData("vcpu", FilterProfile.Vcpu)]
    [InlineData("vcpu 0", FilterProfile.Vcpu)]
    [InlineData("fc_vcpu 31", FilterProfile.Vcpu)]
    [InlineData("fc_api", FilterProfile.Api)]
    [InlineData("vmm", FilterProfile.Vmm)]
    [InlineData("firecracker", FilterProfile.Vmm)]
    [InlineData("firecracker-v1", FilterProfile.Vmm)]
    [InlineData("launch", FilterProfile.Launch)]
    public void AThreadIsKnownByTheNameThatItCarries(string name, FilterProfile program) => Assert.Equal(program, ThreadName.Demand(name));

    // A thread that calls itself after a program is not the one that carries it.
    [Theory]
    [InlineData("vmm")]
    [InlineData("launch")]
    [InlineData("firecracker")]
    [InlineData("vcpu")]
    public void AnotherThreadHasNoSuchName(string name) => Assert.Null(ThreadName.OfOther(name));

    [Theory]
    [InlineData("ioctl")]
    [InlineData("16")]
    [InlineData("0x10")]
    [InlineData("sys_ioctl")]
    [InlineData("__NR_ioctl")]
    [InlineData("__x64_sys_ioctl")]
    [InlineData("SYS_ioctl")]
    [InlineData("IOCTL")]
    public void ACallIsKnownByAnyOfItsNames(string name) => Assert.Equal(16, SyscallName.Demand(name));

    [Theory]
    [InlineData("there is no thread 'vcpus'; near it: vcpu,", "vcpus", "ioctl")]
    [InlineData("there is no system call 'sys_ioctll' on x86_64; near it: ioctl,", "vcpu", "sys_ioctll")]
    [InlineData("'KVM_RUNN|0x1' is neither a number nor a constant that profiles know; near it: KVM_RUN,", "vcpu", "ioctl", "1", "KVM_RUNN|0x1")]
    public void WhatIsNearlyRightGetsAHint(string message, params string[] operands) =>
        Assert.StartsWith(message, Assert.Throws<JailerFailure>(() => CallQuestion.Of(operands)).Message, StringComparison.Ordinal);
}
