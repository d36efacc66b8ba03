using Kiln.ProfileCommands.Simulate;
using Kiln.Seccomp.Syscalls;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Jailer.Tests.ProfileCommands;

/// <summary>What strace prints is read as the call that it is, and what it does not print is not known.</summary>
public sealed class StraceLineTests(ITestOutputHelper output)
{
    private const ulong HighestOf32 = 0x80000000;

    [Theory]
    [InlineData("ioctl(3, KVM_RUN, 0) = 0", "ioctl(3, KVM_RUN, 0)")]
    [InlineData("[pid   123] close(3)    = 0", "close(3)")]
    [InlineData("[pid 123<a b>] close(3) = 0", "close(3)")]
    [InlineData("123  close(3) = -1 EBADF (Bad file descriptor) <0.000015>", "close(3)")]
    [InlineData("123<sh> 12:34:56 close(3) = 0", "close(3)")]
    [InlineData("12:34:56.123456 close(3) = 0", "close(3)")]
    [InlineData("1796067322.356476 close(3) = 0", "close(3)")]
    [InlineData("     0.000123 close(3) = 0", "close(3)")]
    [InlineData("19:50:28 (+     0.000126) close(3) = 0", "close(3)")]
    [InlineData("11246 /* 3 in strace's PID NS */ close(3) = 0", "close(3)")]
    [InlineData("7  12:00:00 [00007fb1e21163e7] [   3] close(3) = 0", "close(3)")]
    [InlineData("close(3</path<with>odd\\\"name)>) = 0", "close(3)")]
    [InlineData("close(3</path\\74with\\76odd\\\"name), (>) = 0", "close(3)")]
    [InlineData("close(3</path<with>odd) = 0", null)]
    [InlineData("close(3</tmp/a[b>) = 0", "close(3)")]
    [InlineData("close(3</tmp/x>(deleted)) = 0", "close(3)")]
    [InlineData("close(5<socket:[123]>) = 0", "close(5)")]
    [InlineData("close(4<TCP:[127.0.0.1:1->127.0.0.1:2]>) = 0", "close(4)")]
    [InlineData("close(9<UNIX-STREAM:[98694,@\"abs>tr]act\"]>) = 0", "close(9)")]
    [InlineData("read(0</dev/pts/0<char 136:0>>, \"x\"..., 1) = 1", "read(0, ?, 1)")]
    [InlineData("kill(123<sh>, SIGRT_1) = 0", "kill(123, 33)")]
    [InlineData("ioctl(3, 0xae80 /* KVM_RUN */, 0x7f00 /* 47 vars */) = 0", "ioctl(3, KVM_RUN, 0x7f00)")]
    [InlineData("socket(0x1 /* AF_UNIX */, 0x1 /* SOCK_STREAM */|0x80800 /* SOCK_CLOEXEC|SOCK_NONBLOCK */, 0) = 7", "socket(AF_UNIX, SOCK_STREAM|SOCK_NONBLOCK|SOCK_CLOEXEC, 0)")]
    [InlineData("[ 16] ioctl(3, KVM_RUN, 0) = 0", "ioctl(3, KVM_RUN, 0)")]
    [InlineData("[1234] ioctl(3, KVM_RUN, 0) = 0", "foreign")]
    [InlineData("[   4] write(3, \"\", 0) = 0", "foreign")]
    [InlineData("socketcall(3, 0) = 0", "foreign")]
    [InlineData("syscall_0x3e8(0x1, 0x2) = -1 ENOSYS (Function not implemented)", "foreign")]
    [InlineData("9  ioctl(3, KVM_RUN <unfinished ...>", "ioctl(3, KVM_RUN, ?)")]
    [InlineData("9  wait4(-1,  <unfinished ...>", "wait4(-1, ?, ?, ?)")]
    [InlineData("9  exit_group(1 <unfinished ...>) = ?", "exit_group(1)")]
    [InlineData("wait4(-1, strace: Process 4533 attached", "wait4(-1, ?, ?, ?)")]
    [InlineData("clock_nanosleep(CLOCK_REALTIME, 0, {tv_sec=1, tv_nsec=0}, strace: Process 11331 detached", "clock_nanosleep(CLOCK_REALTIME, 0, ?, ?)")]
    [InlineData(" <unfinished ...>", "nothing")]
    [InlineData(" <detached ...>", "nothing")]
    [InlineData("strace: Process 4532 attached", "nothing")]
    [InlineData("9  <... ioctl resumed>, 0) = 0", "nothing")]
    [InlineData("9  [ 202] <... futex resumed>) = 0", "nothing")]
    [InlineData("9  +++ exited with 0 +++", "nothing")]
    [InlineData("11168 19:50:27.858241 [????????????????] +++ exited with 0 +++", "nothing")]
    [InlineData("--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED} ---", "nothing")]
    [InlineData(" | 00000  7f 45 4c 46                                      .ELF             |", "nothing")]
    [InlineData(" > /usr/lib/ld.so(_dl_catch_error+0x26f0) [0x1ab70]", "nothing")]
    [InlineData("exit_group(0)                           = ?", "exit_group(0)")]
    [InlineData("getpid() = 5", "getpid()")]
    [InlineData("restart_syscall(<... resuming interrupted read ...>) = 0", "restart_syscall()")]
    [InlineData("openat(AT_FDCWD</tmp>, \"/a\\\"b, ) = 3\", O_RDWR|O_CREAT, 0644) = 5", "openat(AT_FDCWD, ?, O_RDWR|O_CREAT, 420)")]
    [InlineData("openat(-100, \"x\", 0x42, 0644) = 5", "openat(AT_FDCWD, ?, O_RDWR|O_CREAT, 420)")]
    [InlineData("write(2, \"vmm: \\\"x\\\" made a system call that profile vcpu does not allow: ioctl (16) with 0x1 at \", 9) = 9", "write(2, ?, 9)")]
    [InlineData("write(2, \"a <unfinished ...>\", 9) = 9", "write(2, ?, 9)")]
    [InlineData("futex(0x7f00, FUTEX_WAIT_BITSET|FUTEX_CLOCK_REALTIME, 8640, NULL, FUTEX_BITSET_MATCH_ANY) = 0", "futex(0x7f00, FUTEX_WAIT_BITSET|FUTEX_CLOCK_REALTIME, ?, ?, ?, ?)")]
    [InlineData("futex(0x7f00, FUTEX_WAKE_PRIVATE, 1) = 0", "futex(0x7f00, FUTEX_WAKE|FUTEX_PRIVATE_FLAG, ?, ?, ?, ?)")]
    [InlineData("preadv2(13</a>, [{iov_base=\"i\", iov_len=1}], 1, 7, 1) = 1", "preadv2(13, ?, 1, 7, ?, 1)")]
    [InlineData("clone(child_stack=NULL, flags=CLONE_VM|CLONE_FS|SIGCHLD, child_tidptr=0x7f00) = 1", "clone(785, 0, ?, 0x7f00, ?)")]
    [InlineData("clone(0x1200011, 0, 0, 0x7f00, 0) = 1", "clone(0x1200011, 0, 0, 0x7f00, 0)")]
    [InlineData("clone(strange=1, flags=0x11) = 1", "clone(17, ?, ?, ?, ?)")]
    [InlineData("clone3({flags=CLONE_VM|CLONE_FS, exit_signal=0} => {parent_tid=[1]}, 88) = 1", "clone3(?, 88)")]
    [InlineData("mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_NOT_KNOWN, 3, 0) = 0x7f00", "mmap(0, 4096, PROT_READ, MAP_PRIVATE|?, 3, 0)")]
    [InlineData("mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|32<<MAP_HUGE_SHIFT, -1, -1) = 0x7f00", "mmap(0, 4096, PROT_READ, MAP_PRIVATE|?, -1, 0xffffffffffffffff)")]
    [InlineData("ioctl(3, _IOC(_IOC_READ|_IOC_WRITE, 0x56, 0x78, 0x1234), 0x5) = 0", "ioctl(3, 0xd2345678, 5)")]
    [InlineData("ioctl(3, SNDCTL_X or TCGETS, {c_iflag=0}) = 0", "ioctl(3, ?, ?)")]
    [InlineData("prctl(0x4d2 /* PR_??? */, 0x1) = 0", "prctl(1234, 1, ?, ?, ?)")]
    [InlineData("poll([{fd=3</a>, events=POLLIN|POLLOUT}], 1, -1) = 1", "poll(?, 1, -1)")]
    [InlineData("read(1, \"never ends", null)]
    [InlineData("read(1", null)]
    [InlineData("read(1))", null)]
    [InlineData("read(1) and more", null)]
    [InlineData("[ Process PID=12 runs in 32 bit mode. ]", null)]
    [InlineData("% time     seconds  usecs/call     calls    errors syscall", null)]
    public void ALineIsTheCallThatItIs(string line, string? expected)
    {
        RecordedLine recorded = RecordedLine.Of(line);

        Assert.Equal(expected ?? "unknown", recorded.Kind == LineKind.Call ? $"{recorded.Call}" : recorded.Kind.ToString().ToLowerInvariant());
    }

    // Names that profiles and strace could write differently.
    [Fact]
    public void EveryCallIsReadByItsName() =>
        Assert.All(SyscallTable.Numbers, number => Assert.Equal(number, RecordedLine.Of($"7  {SyscallTable.NameOf(number)}() = 0").Call?.Number));

    // By -X raw; a parameter of 32 bits is printed in 32 bits.
    [Fact]
    public void ACallThatIsPrintedAndReadIsThatCall()
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        int[] numbers = [.. SyscallTable.Numbers];
        int exact = 0;
        for (int count = 0; count < 20_000; count++)
        {
            int number = numbers[random.Next(numbers.Length)];
            string name = SyscallTable.NameOf(number)!;
            // Printed in another order, or not at all.
            if (name is "clone" or "futex" or "preadv2" or "pwritev2")
            {
                continue;
            }
            ulong[] arguments = new ulong[6];
            List<string> printed = [];
            for (int index = 0; index < 6 && SyscallArguments.ExtentOf(name, index) is not ArgumentExtent.None and var extent; index++)
            {
                arguments[index] = Argument(random, extent);
                printed.Add(Printed(random, arguments[index], extent));
            }
            string line = $"{(random.Next(2) == 0 ? $"{random.Next()}  " : "")}{name}({string.Join(", ", printed)})   = {random.Next()}";

            RecordedCall? call = RecordedLine.Of(line).Call;

            Assert.True(call is not null, $"{line}, seed {seed}");
            Assert.Equal(number, call.Number);
            for (int index = 0; index < printed.Count; index++)
            {
                (ulong value, ulong known) = call.Arguments[index];
                Assert.True((arguments[index] & known) == value && (known == ulong.MaxValue || known == uint.MaxValue), $"argument {index} of {line} is {call}, seed {seed}");
                // Only a number that may have been negative has an unknown half.
                Assert.Equal((arguments[index] & HighestOf32) == 0 || SyscallArguments.ExtentOf(name, index) == ArgumentExtent.All64, known == ulong.MaxValue);
                exact += known == ulong.MaxValue ? 1 : 0;
            }
        }
        Assert.InRange(exact, 10_000, int.MaxValue);
    }

    [Fact]
    public void NoLineIsAnException()
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        string[] parts = ["ioctl(", "3", "<", ">", "[", "]", "{", "}", "\"", "\\", "/*", "*/", "|", "<<", "<... ", "...>", "pid ", "(+ ", ")", " = ", ", ", "0x", "-", "flags=", "clone(", " ", "_IOC(", "O_RDWR", "99999999999999999999", "type=1326 ", "comm=", "arch=c000003e syscall="];
        for (int count = 0; count < 100_000; count++)
        {
            _ = RecordedLine.Of(string.Concat(random.GetItems(parts, random.Next(1, 20))));
        }
    }

    private static ulong Argument(Random random, ArgumentExtent extent)
    {
        ulong value = (ulong)random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
        return extent == ArgumentExtent.All64 ? value : random.Next(4) == 0 ? unchecked((ulong)(int)value) : (uint)value;
    }

    private static string Printed(Random random, ulong value, ArgumentExtent extent) => (extent, random.Next(3)) switch
    {
        (ArgumentExtent.All64, 0) => $"{unchecked((long)value)}",
        (ArgumentExtent.All64, 1) => $"{value}",
        (ArgumentExtent.All64, _) => $"0x{value:x}",
        (_, 0) => $"{unchecked((int)value)}",
        (_, 1) => $"{(uint)value}",
        _ => $"0x{(uint)value:x}",
    };
}
