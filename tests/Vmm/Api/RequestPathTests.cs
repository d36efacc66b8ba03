using System.Text;
using Kiln.Vmm.Wire.Requests;
using Xunit;

namespace Kiln.Vmm.Tests.Api;

public sealed class RequestPathTests
{
    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("///")]
    [InlineData("/a", "a")]
    [InlineData("//a/", "a")]
    [InlineData("/a//", "a", "")]
    [InlineData("/a//b", "a", "", "b")]
    [InlineData("a/b/c/", "a", "b", "c")]
    public void IsTakenApart(string text, params string[] tokens)
    {
        RequestPath path = new(Encoding.UTF8.GetBytes(text));
        List<string> found = [];
        while (path.TryTake(found.Count, out ReadOnlySpan<byte> token))
        {
            found.Add(Encoding.UTF8.GetString(token));
        }

        Assert.Equal(tokens, found);
        Assert.Equal(tokens.Length > 0 ? tokens[0] : "", Encoding.UTF8.GetString(path.First));
    }
}
