using Kiln.Vmm.Json;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Mmds.Data;
using Kiln.Vmm.Mmds.Stack;
using Kiln.Vmm.Mmds.Tokens;

namespace Kiln.Vmm.Mmds.Http;

/// <summary>Answers the requests of the guest: data, and tokens to ask for them. One for all interfaces of a machine; on the vmm thread.</summary>
/// <param name="store">The data.</param>
/// <param name="tokens">Issues and checks tokens.</param>
/// <param name="metrics">Counts the requests without a valid token.</param>
internal sealed class MetadataServer(MetadataStore store, TokenAuthority tokens, MmdsMetrics metrics) : IRequestHandler
{
    // Before there are any data, the root is null.
    private static readonly byte[] _null = [.. "null"u8];

    private readonly TokenDesk _desk = new(tokens);

    /// <summary>Whether data are only for those who have a token.</summary>
    internal bool NeedsToken { get; set; }

    /// <summary>Whether data have the format of IMDS, whatever format is asked for.</summary>
    internal bool IsImdsCompatible { get; set; }

    /// <inheritdoc/>
    public int Answer(ReadOnlySpan<byte> received, AnswerBuffer answer)
    {
        int length = RequestEnd.Find(received);
        if (length > 0)
        {
            Answer(received[..length]).WriteTo(answer);
        }
        return length;
    }

    private MetadataReply Answer(ReadOnlySpan<byte> text)
    {
        MetadataRequest request = default;
        int refusal = request.Read(text, out MessageText fault);
        if (refusal != 0)
        {
            // As in the contract: the text is plain all the same.
            return MetadataReply.Of(refusal, fault) with { IsJson = true };
        }
        MetadataReply reply = request.Line switch
        {
            { Path.IsEmpty: true } => MetadataReply.Of(Status.BadRequest, MessageText.Of("Invalid URI."u8)),
            { Method: RequestMethod.Get } => Check(request),
            { Method: RequestMethod.Put } => _desk.Answer(request),
            _ => MetadataReply.Of(Status.NotAllowed, MessageText.Of("Not allowed HTTP method."u8)) with { NamesMethods = true },
        };
        return reply with { IsOld = request.Line.IsOld, IsJson = request.Headers.WantsJson && !reply.Life.IsThere };
    }

    // Version 1 counts what version 2 refuses.
    private MetadataReply Check(MetadataRequest request)
    {
        RequestHeader token = request.Headers.Token;
        if (!token.IsThere)
        {
            metrics.MissingTokens.Increment();
            return NeedsToken
                ? MetadataReply.Of(Status.Unauthorized, MessageText.Of(
                    "No MMDS token provided. Use `X-metadata-token` or `X-aws-ec2-metadata-token` header to specify the session token."u8))
                : Get(request);
        }
        if (!tokens.IsValid(token.Value))
        {
            metrics.InvalidTokens.Increment();
            return NeedsToken ? MetadataReply.Of(Status.Unauthorized, MessageText.Of("MMDS token not valid."u8)) : Get(request);
        }
        return Get(request);
    }

    private MetadataReply Get(MetadataRequest request)
    {
        bool isJson = request.Headers.WantsJson && !IsImdsCompatible;
        ReadOnlySpan<byte> path = request.Line.Path;
        if (store.Document is not { } document)
        {
            return path.ContainsAnyExcept((byte)'/') ? MetadataReply.NotFound(path)
                : isJson ? MetadataReply.Of(_null)
                : Unsupported;
        }
        int node = document.Find(path);
        return node < 0 ? MetadataReply.NotFound(path)
            : isJson ? MetadataReply.Of(document.JsonOf(node))
            : document[node].Kind is JsonKind.Object or JsonKind.String ? MetadataReply.Of(document.PlainOf(node))
            : Unsupported;
    }

    private static MetadataReply Unsupported =>
        MetadataReply.Of(Status.NotImplemented, MessageText.Of("Cannot retrieve value. The value has an unsupported type."u8));
}
