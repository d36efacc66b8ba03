using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Processes;
using Xunit;

namespace Kiln.Jailer.Tests;

/// <summary>Limits are parsed as Firecracker's clients write them; all other limits by name.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData("fsize=250000000", "RLIMIT_FSIZE", 250_000_000)]
    [InlineData("no-file=1024", "RLIMIT_NOFILE", 1024)]
    [InlineData("as=0", "RLIMIT_AS", 0)]
    [InlineData("rttime=unlimited", "RLIMIT_RTTIME", ulong.MaxValue)]
    [InlineData("cpu=18446744073709551615", "RLIMIT_CPU", ulong.MaxValue)]
    public void ALimitIsRead(string text, string resource, ulong value) =>
        Assert.Equal(new Limit(Enum.Parse<Resource>(resource), value), Assert.Single(Limit.ParseAll([text])));

    [Fact]
    public void EveryResourceHasAName()
    {
        foreach (Resource resource in Enum.GetValues<Resource>())
        {
            string name = new Limit(resource, 7).Name;
            Assert.Equal(new Limit(resource, 7), Assert.Single(Limit.ParseAll([$"{name}=7"])));
        }
    }

    [Theory]
    [InlineData("fsize", "Invalid format for resources limits: fsize; write --resource-limit name=value")]
    [InlineData("no-file=3", "--resource-limit no-file=3 leaves the monitor without descriptors: EMFILE: No file descriptors available (os error 24)")]
    [InlineData("", "Invalid format for resources limits: ; write --resource-limit name=value")]
    [InlineData("files=1", "Invalid resource argument: files; it is one of fsize, no-file, as, core")]
    [InlineData("=1", "Invalid resource argument: ; it is one of")]
    [InlineData("fsize=", "Invalid limit value for resource: : it is a number or 'unlimited'")]
    [InlineData("fsize=-1", "Invalid limit value for resource: -1: it is a number or 'unlimited'")]
    [InlineData("fsize=1=2", "Invalid limit value for resource: 1=2: it is a number or 'unlimited'")]
    [InlineData("fsize=18446744073709551616", "Invalid limit value for resource: 18446744073709551616: it is a number or 'unlimited'")]
    public void AWrongLimitIsRefused(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<JailerFailure>(() => Limit.ParseAll([text])).Message, StringComparison.Ordinal);

    [Fact]
    public void AResourceIsLimitedOnce() => Assert.Equal(
        "--resource-limit fsize is given twice; give it once",
        Assert.Throws<JailerFailure>(() => Limit.ParseAll(["fsize=1", "no-file=5", "fsize=2"])).Message);
}
