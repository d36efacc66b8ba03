using Kiln.Testing.Vmm.Mmds;
using Kiln.Vmm.Tests.Mmds.Data;
using Xunit;

namespace Kiln.Vmm.Tests.Mmds.Http;

/// <summary>Tokens are asked for and shown as section B.3 of the contract says.</summary>
public sealed class TokenRequestTests : IDisposable
{
    private const string NoToken =
        "No MMDS token provided. Use `X-metadata-token` or `X-aws-ec2-metadata-token` header to specify the session token.";

    private const string NoLife = "Token time to live value not found. Use `X-metadata-token-ttl-seconds` or "
        + "`X-aws-ec2-metadata-token-ttl-seconds` header to specify the token's lifetime.";

    private readonly AskedServer _server = new(Metadata.Example);

    public TokenRequestTests() => _server.Server.NeedsToken = true;

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("X-metadata-token-ttl-seconds: 60", "X-metadata-token-ttl-seconds: 60")]
    [InlineData("x-AWS-ec2-metadata-token-TTL-seconds:  21600 ", "x-AWS-ec2-metadata-token-TTL-seconds: 21600")]
    [InlineData("X-aws-ec2-metadata-token-ttl-seconds: 2\r\nX-metadata-token-ttl-seconds: +01", "X-metadata-token-ttl-seconds: 1")]
    public void ATokenComesWithItsLifetime(string header, string echo)
    {
        string answer = _server.Ask($"PUT /latest/api/token HTTP/1.1\r\nAccept: application/json\r\n{header}\r\n\r\n");
        string token = answer[^48..];

        Assert.Equal(
            $"HTTP/1.1 200 \r\nServer: Kiln API\r\nConnection: keep-alive\r\n{echo}\r\nContent-Type: text/plain\r\nContent-Length: 48\r\n\r\n{token}", answer);
        Assert.Equal(200, Get($"X-metadata-token: {token}").Status);
        Assert.Equal(200, Get($"x-aws-EC2-metadata-token: {token}").Status);
    }

    [Theory]
    [InlineData("PUT /latest/api/token/ HTTP/1.1\r\n", 400, NoLife)]
    [InlineData("PUT //latest//api/token HTTP/1.1\r\n", 400, NoLife)]
    [InlineData("PUT /latest/api HTTP/1.1\r\n", 404, "Resource not found: /latest/api.")]
    [InlineData("PUT /latest/api/token/x HTTP/1.1\r\n", 404, "Resource not found: /latest/api/token/x.")]
    [InlineData("PUT /lat/est/api/token HTTP/1.1\r\n", 404, "Resource not found: /lat/est/api/token.")]
    [InlineData("PUT / HTTP/1.1\r\nx-forwarded-FOR: 1\r\n", 400, "Invalid header. Reason: Unsupported header name. Key: x-forwarded-FOR")]
    [InlineData("PUT /latest/api/token HTTP/1.1\r\nX-metadata-token-ttl-seconds: a b\r\n", 400,
        "Invalid header. Reason: Invalid value. Key:X-metadata-token-ttl-seconds; Value:a b")]
    [InlineData("PUT /latest/api/token HTTP/1.1\r\nX-metadata-token-ttl-seconds: 4294967296\r\n", 400,
        "Invalid header. Reason: Invalid value. Key:X-metadata-token-ttl-seconds; Value:4294967296")]
    [InlineData("PUT /latest/api/token HTTP/1.1\r\nX-metadata-token-ttl-seconds:\r\n", 400,
        "Invalid header. Reason: Invalid value. Key:X-metadata-token-ttl-seconds; Value:")]
    [InlineData("PUT /latest/api/token HTTP/1.1\r\nX-metadata-token-ttl-seconds: 0\r\n", 400,
        "Invalid time to live value provided for token: 0. Please provide a value between 1 and 21600.")]
    [InlineData("PUT /latest/api/token HTTP/1.1\r\nX-metadata-token-ttl-seconds: 021601\r\n", 400,
        "Invalid time to live value provided for token: 21601. Please provide a value between 1 and 21600.")]
    public void ARequestForATokenIsRefused(string request, int status, string message) =>
        Assert.Equal((status, "text/plain", message), ServerTests.Parts(_server.Ask($"{request}\r\n")));

    [Fact]
    public void VersionTwoWantsAValidToken()
    {
        Assert.Equal((401, "text/plain", NoToken), Get("A: b"));
        Assert.Equal((1, 0), _server.Counts);
        Assert.Equal((401, "text/plain", "MMDS token not valid."), Get($"X-metadata-token: {new string('A', 48)}"));
        Assert.Equal((401, "text/plain", "MMDS token not valid."), Get($"X-metadata-token: {new string('A', 71)}"));
        Assert.Equal((401, "text/plain", "MMDS token not valid."), Get("X-metadata-token:"));
        Assert.Equal((1, 3), _server.Counts);
    }

    [Fact]
    public void VersionOneCountsAndAnswersAllTheSame()
    {
        _server.Server.NeedsToken = false;

        Assert.Equal((200, "text/plain", "latest/"), Get("A: b"));
        Assert.Equal((200, "text/plain", "latest/"), Get("X-aws-ec2-metadata-token: x"));
        Assert.Equal((1, 1), _server.Counts);
    }

    [Fact]
    public void ATokenExpires()
    {
        string token = _server.NewToken(seconds: 1);
        Assert.Equal(200, Get($"X-metadata-token: {token}").Status);
        _server.Now += 1_000_000_000;

        Assert.Equal(401, Get($"X-metadata-token: {token}").Status);
    }

    private (int Status, string Type, string Content) Get(string header) =>
        ServerTests.Parts(_server.Ask($"GET / HTTP/1.1\r\n{header}\r\n\r\n"));
}
