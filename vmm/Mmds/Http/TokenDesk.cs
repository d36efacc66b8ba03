using Kiln.Vmm.Mmds.Tokens;

namespace Kiln.Vmm.Mmds.Http;

/// <summary>Answers the requests for tokens. Allocates nothing.</summary>
/// <param name="tokens">Issues the tokens.</param>
internal sealed class TokenDesk(TokenAuthority tokens)
{
    private readonly byte[] _token = new byte[TokenAuthority.Length];

    internal MetadataReply Answer(MetadataRequest request)
    {
        RequestHeader forwarded = request.Headers.Forwarded;
        RequestHeader life = request.Headers.Life;
        if (forwarded.IsThere)
        {
            return Refuse(new MessageText { Before = "Invalid header. Reason: Unsupported header name. Key: "u8, Quoted = forwarded.Name });
        }
        if (!IsTokenPath(request.Line.Path))
        {
            return MetadataReply.NotFound(request.Line.Path);
        }
        if (!life.IsThere)
        {
            return Refuse(MessageText.Of(
                "Token time to live value not found. Use `X-metadata-token-ttl-seconds` or `X-aws-ec2-metadata-token-ttl-seconds` header to specify the token's lifetime."u8));
        }
        if (!RequestNumber.TryRead(life.Value, out uint seconds, out ReadOnlySpan<byte> digits))
        {
            return Refuse(MessageText.InvalidValue(life.Name, life.Value));
        }
        return seconds is >= TokenAuthority.ShortestLife and <= TokenAuthority.LongestLife
            ? Issue(seconds, new RequestHeader(life.Name, digits))
            : Refuse(new MessageText
            {
                Before = "Invalid time to live value provided for token: "u8,
                Quoted = digits,
                After = ". Please provide a value between 1 and 21600."u8,
            });
    }

    private MetadataReply Issue(uint seconds, RequestHeader life)
    {
        tokens.Issue(seconds, _token);
        return MetadataReply.Of(Status.Ok, MessageText.Of(_token)) with { Life = life };
    }

    private static MetadataReply Refuse(MessageText text) => MetadataReply.Of(Status.BadRequest, text);

    private static bool IsTokenPath(ReadOnlySpan<byte> path)
    {
        ReadOnlySpan<byte> expected = "/latest/api/token"u8;
        foreach (Range range in path.Split((byte)'/'))
        {
            ReadOnlySpan<byte> token = path[range];
            if (token.IsEmpty)
            {
                continue;
            }
            if (!expected.StartsWith("/"u8) || !expected[1..].StartsWith(token))
            {
                return false;
            }
            expected = expected[(token.Length + 1)..];
        }
        return expected.IsEmpty;
    }
}
