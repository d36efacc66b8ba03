using Mono.Unix.Native;
using Tmds.Linux;
using Xunit;

namespace Kiln.Linux.Tests.Errors;

/// <summary>Error numbers have the names and texts that the C library gives them.</summary>
public sealed class ErrnoTests
{
    [Fact]
    public void EveryNumberHasTheNameThatAnIndependentTableGivesIt()
    {
        int compared = 0;
        for (int number = 1; number < 134; number++)
        {
            // Mono.Posix calls some numbers by the other of two names; both stand for one number.
            if (NativeConvert.TryToErrno(number, out Mono.Unix.Native.Errno independent)
                && independent.ToString() is var name and not "EWOULDBLOCK" and not "EDEADLOCK" and not "ENOTSUP")
            {
                Assert.Equal(name, new Errno(number).Name);
                compared++;
            }
        }
        Assert.True(compared > 100, $"only {compared} numbers compared");
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
