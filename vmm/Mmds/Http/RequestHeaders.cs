using System.Text;

namespace Kiln.Vmm.Mmds.Http;

/// <summary>The headers of a request that the service acts on. Of two with the same name the last counts.</summary>
internal ref struct RequestHeaders
{
    private uint _contentLength;
    private RequestHeader _token;
    private RequestHeader _awsToken;
    private RequestHeader _life;
    private RequestHeader _awsLife;

    /// <summary>Whether the answer is asked for in JSON.</summary>
    internal bool WantsJson { get; private set; }

    /// <summary>The session token.</summary>
    internal readonly RequestHeader Token => _token.IsThere ? _token : _awsToken;

    /// <summary>The lifetime of a token.</summary>
    internal readonly RequestHeader Life => _life.IsThere ? _life : _awsLife;

    /// <summary>The header of a proxy, through which nobody gets a token.</summary>
    internal RequestHeader Forwarded { get; private set; }

    /// <summary>Whether a body follows, which no request may have.</summary>
    internal readonly bool HasBody => _contentLength > 0;

    private static ReadOnlySpan<byte> White => " \t\n\v\f\r"u8;

    /// <summary>Parses a line.</summary>
    /// <param name="line">The line without its end, in UTF-8.</param>
    /// <returns>False when the request is refused.</returns>
    internal bool TryRead(ReadOnlySpan<byte> line, out MessageText fault)
    {
        fault = default;
        int colon = line.IndexOf((byte)':');
        if (colon < 0)
        {
            fault = new MessageText { Before = "Invalid header. Reason: Header is incorrectly formatted. Key: "u8, Quoted = line };
            return false;
        }
        ReadOnlySpan<byte> name = line[..colon].Trim(White);
        ReadOnlySpan<byte> value = line[(colon + 1)..].Trim(White);
        if (Ascii.EqualsIgnoreCase(name, "content-length"u8))
        {
            bool right = RequestNumber.TryRead(value, out _contentLength, out _);
            fault = right ? default : MessageText.InvalidValue(line[..colon], line[(colon + 1)..]);
            return right;
        }
        if (Ascii.EqualsIgnoreCase(name, "accept-encoding"u8))
        {
            return AcceptEncoding.TryRead(value, out fault);
        }
        if (Ascii.EqualsIgnoreCase(name, "accept"u8))
        {
            WantsJson = value.SequenceEqual("application/json"u8) || (WantsJson && !value.SequenceEqual("text/plain"u8));
            return true;
        }
        Keep(new RequestHeader(name, value));
        return true;
    }

    private void Keep(RequestHeader header)
    {
        if (Ascii.EqualsIgnoreCase(header.Name, "x-metadata-token"u8))
        {
            _token = header;
        }
        else if (Ascii.EqualsIgnoreCase(header.Name, "x-aws-ec2-metadata-token"u8))
        {
            _awsToken = header;
        }
        else if (Ascii.EqualsIgnoreCase(header.Name, "x-metadata-token-ttl-seconds"u8))
        {
            _life = header;
        }
        else if (Ascii.EqualsIgnoreCase(header.Name, "x-aws-ec2-metadata-token-ttl-seconds"u8))
        {
            _awsLife = header;
        }
        else if (Ascii.EqualsIgnoreCase(header.Name, "x-forwarded-for"u8) && !Forwarded.IsThere)
        {
            Forwarded = header;
        }
    }
}

/// <summary>A header as it was sent, without the white space around its parts.</summary>
internal readonly ref struct RequestHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
{
    internal ReadOnlySpan<byte> Name { get; } = name;

    internal ReadOnlySpan<byte> Value { get; } = value;

    internal bool IsThere => !Name.IsEmpty;
}
