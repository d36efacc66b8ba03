using System.Linq;
using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Taps;
using Xunit;

namespace Kiln.Jailer.Tests.Taps;

/// <summary>What <c>--tap</c> takes, and that every mistake is found before anything is made.</summary>
public sealed class TapRequestTests
{
    [Theory]
    [InlineData("tap0", "tap0", null, null)]
    [InlineData("tap0,mtu=68", "tap0", 68, null)]
    [InlineData("tap0,mtu=65535,bridge=br0", "tap0", 65535, "br0")]
    [InlineData("tap0,bridge=br0,mtu=1500", "tap0", 1500, "br0")]
    [InlineData("a", "a", null, null)]
    [InlineData("fifteen-bytes-x", "fifteen-bytes-x", null, null)]
    [InlineData("vm.1_a@b", "vm.1_a@b", null, null)]
    public void AnOptionIsRead(string text, string name, int? mtu, string? bridge) =>
        Assert.Equal(new TapRequest(name, mtu, bridge, 64), Assert.Single(TapRequest.ParseAll([text])));

    [Theory]
    [InlineData("", "a tap has no name")]
    [InlineData(",mtu=1500", "a tap has no name")]
    [InlineData("sixteen-bytes-xy", "the name 'sixteen-bytes-xy' has 16 bytes; an interface of Linux has at most 15")]
    [InlineData("a/b", "'a/b' is no name for a tap")]
    [InlineData("a:b", "'a:b' is no name for a tap")]
    [InlineData("tap%d", "'tap%d' is no name for a tap")]
    [InlineData("a b", "'a b' is no name for a tap")]
    [InlineData("tap\n", "'tap\\u000a' is no name for a tap")]
    [InlineData("täp", "'täp' is no name for a tap")]
    [InlineData(".", "'.' is no name for a tap")]
    [InlineData("..", "'..' is no name for a tap")]
    [InlineData("all", "'all' is no name for a tap")]
    [InlineData("default", "'default' is no name for a tap")]
    [InlineData("tap0,mtu=67", "mtu is a number from 68 to 65535")]
    [InlineData("tap0,mtu=65536", "mtu is a number from 68 to 65535")]
    [InlineData("tap0,mtu=-1500", "mtu is a number from 68 to 65535")]
    [InlineData("tap0,mtu= 1500", "mtu is a number from 68 to 65535")]
    [InlineData("tap0,mtu=0x5dc", "mtu is a number from 68 to 65535")]
    [InlineData("tap0,mtu=4294968796", "mtu is a number from 68 to 65535")]
    [InlineData("tap0,mtu=", "mtu is a number from 68 to 65535")]
    [InlineData("tap0,mtu=1500,mtu=1500", "mtu is given twice; give it once")]
    [InlineData("tap0,bridge=a,bridge=b", "bridge is given twice; give it once")]
    [InlineData("tap0,bridge=", "a bridge has no name")]
    [InlineData("tap0,bridge=../x", "'../x' is no name for a bridge")]
    [InlineData("tap0,bridge=all", "'all' is no name for a bridge")]
    [InlineData("tap0,bridge=sixteen-bytes-xy", "the name 'sixteen-bytes-xy' has 16 bytes")]
    [InlineData("tap0,", "'' is neither mtu=N nor bridge=BR; write --tap NAME[,mtu=N][,bridge=BR]")]
    [InlineData("tap0,mtu", "'mtu' is neither mtu=N nor bridge=BR")]
    [InlineData("tap0,MTU=1500", "'MTU=1500' is neither mtu=N nor bridge=BR")]
    [InlineData("tap0,queues=2", "'queues=2' is neither mtu=N nor bridge=BR")]
    public void AMistakeIsNamed(string text, string reason)
    {
        JailerFailure failure = Assert.Throws<JailerFailure>(() => TapRequest.ParseAll([text]));

        Assert.StartsWith("--tap ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void EachTapHasANumberOfItsOwn()
    {
        IReadOnlyList<TapRequest> taps = TapRequest.ParseAll([.. Enumerable.Range(0, TapRequest.Most).Select(number => $"tap{number}")]);

        Assert.Equal(Enumerable.Range(64, 32), taps.Select(tap => tap.Number));
    }

    [Fact]
    public void MoreThanThereAreNumbersForAreRefused()
    {
        JailerFailure failure = Assert.Throws<JailerFailure>(() => TapRequest.ParseAll([.. Enumerable.Range(0, 33).Select(number => $"tap{number}")]));

        Assert.Equal("--tap is given 33 times; a jail has at most 32 taps", failure.Message);
    }

    [Fact]
    public void AnInterfaceIsGivenOnce()
    {
        JailerFailure failure = Assert.Throws<JailerFailure>(() => TapRequest.ParseAll(["tap0", "tap1", "tap0,mtu=1400"]));

        Assert.Equal("--tap tap0 is given twice; give each interface of the guest a tap of its own", failure.Message);
    }
}
