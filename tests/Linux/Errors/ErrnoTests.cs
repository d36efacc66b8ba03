using System.Runtime.InteropServices;
using Kiln.Linux.Errors;
using Mono.Unix.Native;
using Tmds.Linux;
using Xunit;
using Errno = Kiln.Linux.Errors.Errno;

namespace Kiln.Linux.Tests.Errors;

/// <summary>Error numbers have the C library's names and texts.</summary>
public sealed class ErrnoTests
{
    [Fact]
    public void EveryNumberHasTheNameThatAnIndependentTableGivesIt()
    {
        int compared = 0;
        for (int number = 1; number < 134; number++)
        {
            // Mono.Posix uses the other name of some numbers that have two.
            if (NativeConvert.TryToErrno(number, out Mono.Unix.Native.Errno independent)
                && independent.ToString() is var name and not "EWOULDBLOCK" and not "EDEADLOCK" and not "ENOTSUP")
            {
                Assert.Equal(name, new Errno(number).Name);
                compared++;
            }
        }
        Assert.True(compared > 100, $"only {compared} numbers compared");
    }

    // The wording of musl, which Firecracker's binaries are linked with; its tests match the first three.
    [Theory]
    [InlineData(16, "Resource busy")]
    [InlineData(24, "No file descriptors available")]
    [InlineData(12, "Out of memory")]
    [InlineData(1, "Operation not permitted")]
    [InlineData(5, "I/O error")]
    [InlineData(11, "Resource temporarily unavailable")]
    [InlineData(20, "Not a directory")]
    [InlineData(25, "Not a tty")]
    [InlineData(34, "Result not representable")]
    [InlineData(36, "Filename too long")]
    [InlineData(40, "Symbolic link loop")]
    [InlineData(95, "Not supported")]
    [InlineData(98, "Address in use")]
    [InlineData(110, "Operation timed out")]
    [InlineData(122, "Quota exceeded")]
    [InlineData(129, "Key was rejected by service")]
    [InlineData(0, "No error information")]
    [InlineData(41, "No error information")]
    [InlineData(-1, "No error information")]
    public void TheTextIsMusls(int number, string text) => Assert.Equal(text, new Errno(number).Text);

    // Where musl and glibc agree, a wrong number shows.
    [Theory]
    [InlineData(2)]
    [InlineData(13)]
    [InlineData(22)]
    [InlineData(28)]
    [InlineData(30)]
    [InlineData(38)]
    [InlineData(39)]
    [InlineData(71)]
    [InlineData(77)]
    [InlineData(93)]
    [InlineData(105)]
    [InlineData(111)]
    [InlineData(125)]
    [InlineData(131)]
    public void TheTextIsTheLibrarysWhereTheyAgree(int number) => Assert.Equal(Marshal.GetPInvokeErrorMessage(number), new Errno(number).Text);

    [Fact]
    public void AResultIsACountOrAnErrnoAndNeverBoth()
    {
        IoResult count = IoResult.From(7);
        Assert.Equal((false, 7, 0, false), (count.Failed, count.Count, count.Errno.Number, count.WouldBlock));

        Marshal.SetLastPInvokeError(Errno.EAGAIN.Number);
        IoResult busy = IoResult.From(-1);
        Assert.Equal((true, 0, Errno.EAGAIN, true), (busy.Failed, busy.Count, busy.Errno, busy.WouldBlock));

        Marshal.SetLastPInvokeError(Errno.EBADF.Number);
        IoResult failed = IoResult.From(-1);
        Assert.Equal((true, 0, Errno.EBADF, false), (failed.Failed, failed.Count, failed.Errno, failed.WouldBlock));
    }

    [Fact]
    public void TheLineIsWhatPeopleAndClientsRead()
    {
        Assert.Equal("EACCES: Permission denied (os error 13)", new Errno(13).ToString());
        Assert.Equal("open /x: ENOENT: No such file or directory (os error 2)", new SystemError(Errno.ENOENT, "open", "/x").ToString());
        Assert.Equal("close_range: EINVAL: Invalid argument (os error 22)", new SystemError(Errno.EINVAL, "close_range").ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(41)]
    [InlineData(-1)]
    [InlineData(4096)]
    public void ANumberWithoutANameIsStillToldApart(int number) => Assert.Equal($"errno {number}", new Errno(number).Name);

    [Fact]
    public void AFailedCallThrowsWithItsErrno()
    {
        LinuxException exception = Assert.Throws<LinuxException>(() => LinuxException.ThrowIfFailed(LibC.close(-1), "close", "x"));

        Assert.Equal(new SystemError(Errno.EBADF, "close", "x"), exception.Error);
    }
}
