using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Specification;
using Xunit;

namespace Kiln.Jailer.Tests;

/// <summary>Whether clients of the host can name the API's socket.</summary>
public sealed class SocketPathTests
{
    // With /run/firecracker.socket behind it 107 bytes.
    private static readonly string _longest = "/" + new string('a', 83);

    [Fact]
    public void ThePathOfAClientHas107Bytes()
    {
        Assert.Null(Warning(_longest));
        Assert.StartsWith($"the API's socket is 108 bytes long on the host, {_longest}a/run/firecracker.socket, and clients can name 107: ", Warning(_longest + "a"), StringComparison.Ordinal);
        Assert.NotNull(Warning(_longest[..^1] + "\u00e4"));
    }

    [Fact]
    public void TheOptionCounts()
    {
        Assert.Null(Warning(_longest + "a", "--api-sock", "/run/a.socket"));
        Assert.Null(Warning(_longest + "a", "--no-api", "--config-file", "vm.json"));
        Assert.NotNull(Warning("/srv", "--api-sock", new string('b', 107)));
        Assert.Null(Warning("/srv", "--api-sock"));
    }

    private static string? Warning(string root, params string[] arguments) => SocketPath.Warning(new HostPath(root), arguments);
}
