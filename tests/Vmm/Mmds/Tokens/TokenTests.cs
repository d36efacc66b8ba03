using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using Kiln.Vmm.Mmds.Tokens;
using Xunit;

namespace Kiln.Vmm.Tests.Mmds.Tokens;

/// <summary>A token is valid in its process and for its microVM until it expires, and nothing else is.</summary>
public sealed class TokenTests : IDisposable
{
    private const ulong Second = 1_000_000_000;

    private readonly TokenAuthority _tokens;
    private ulong _now = 12345 * Second;

    public TokenTests() => _tokens = new TokenAuthority("vm", () => _now);

    public void Dispose() => _tokens.Dispose();

    [Fact]
    public void ATokenIsValidUntilItExpires()
    {
        byte[] token = Issue(_tokens, seconds: 60);

        Assert.True(_tokens.IsValid(token));
        _now += (60 * Second) - 1;
        Assert.True(_tokens.IsValid(token));
        _now += 1;
        Assert.False(_tokens.IsValid(token));
    }

    [Fact]
    public void TokensDifferAndArePrintable()
    {
        byte[][] tokens = [.. Enumerable.Range(0, 1000).Select(_ => Issue(_tokens, 60))];

        Assert.Equal(1000, tokens.Select(Encoding.ASCII.GetString).Distinct().Count());
        Assert.All(tokens, token => Assert.Matches("^[A-Za-z0-9+/]{48}$", Encoding.ASCII.GetString(token)));
        Assert.All(tokens, token => Assert.True(_tokens.IsValid(token)));
    }

    [Fact]
    public void NoChangeOfABitIsValid()
    {
        byte[] token = Issue(_tokens, 60);
        for (int bit = 0; bit < token.Length * 8; bit++)
        {
            byte[] changed = [.. token];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(_tokens.IsValid(changed));
        }
        Assert.True(_tokens.IsValid(token));
    }

    [Fact]
    public void NothingShorterOrLongerIsValid()
    {
        byte[] token = Issue(_tokens, 60);
        for (int length = 0; length < token.Length; length++)
        {
            Assert.False(_tokens.IsValid(token.AsSpan(0, length)));
        }
        Assert.False(_tokens.IsValid([.. token, (byte)' ']));
        Assert.False(_tokens.IsValid([(byte)' ', .. token]));
        Assert.False(_tokens.IsValid([.. token[..47], (byte)' ']));
        Assert.False(_tokens.IsValid([.. token, .. token]));
    }

    [Fact]
    public void ATokenOfAnotherProcessIsNotValid()
    {
        using TokenAuthority other = new("vm", () => _now);

        Assert.False(other.IsValid(Issue(_tokens, 60)));
    }

    [Fact]
    public void TheKeyIsRenewedAfterItsTokens()
    {
        using TokenAuthority tokens = new("vm", () => _now, most: 3);
        byte[][] first = [Issue(tokens, 60), Issue(tokens, 60), Issue(tokens, 60)];

        Assert.All(first, token => Assert.True(tokens.IsValid(token)));
        byte[] fourth = Issue(tokens, 60);
        Assert.True(tokens.IsValid(fourth));
        Assert.All(first, token => Assert.False(tokens.IsValid(token)));
    }

    [Fact]
    public void TheKeyLiesInAPageThatCoreDumpsLeaveOut()
    {
        using TokenSecret secret = new();

        Assert.Contains(" dd", VmFlagsOf(secret), StringComparison.Ordinal);
    }

    [Fact]
    public void NothingIsAllocated()
    {
        byte[] token = new byte[TokenAuthority.Length];
        bool isValid = false;

        Assert.Equal(0, Allocation.Of(() =>
        {
            _tokens.Issue(60, token);
            isValid = _tokens.IsValid(token);
        }));
        Assert.True(isValid);
    }

    private static byte[] Issue(TokenAuthority tokens, uint seconds)
    {
        byte[] token = new byte[TokenAuthority.Length];
        tokens.Issue(seconds, token);
        return token;
    }

    // "dd" in them stands for MADV_DONTDUMP.
    private static unsafe string VmFlagsOf(TokenSecret secret)
    {
        fixed (byte* key = secret.Key)
        {
            nuint address = (nuint)key;
            return File.ReadAllLines("/proc/self/smaps")
                .SkipWhile(line => !IsRangeOf(line, address))
                .First(line => line.StartsWith("VmFlags:", StringComparison.Ordinal));
        }
    }

    private static bool IsRangeOf(string line, nuint address) =>
        line.Split(' ')[0].Split('-') is [var start, var end]
        && nuint.TryParse(start, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out nuint from)
        && nuint.TryParse(end, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out nuint to)
        && from <= address && address < to;
}
