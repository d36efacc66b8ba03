using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;

namespace Kiln.Vmm.Api.Http;

/// <summary>Parses the requests of a client one after the other.</summary>
internal sealed class RequestReader
{
    /// <summary>
    /// The maximum number of bytes discarded after a refusal: more than the rest of any body sent by mistake. Beyond that it is a flood.
    /// </summary>
    internal const int DiscardLimit = 1024 * 1024;

    private readonly InputBuffer _input = new();
    private readonly RequestHead _head;
    private readonly BodyBuffer _body;
    private uint _unread;

    /// <param name="payloadLimit">The maximum length of a body in bytes.</param>
    internal RequestReader(int payloadLimit)
    {
        _head = new RequestHead(payloadLimit, Reason);
        _body = new BodyBuffer(payloadLimit);
    }

    /// <summary>The reason for refusing the request.</summary>
    internal ReasonText Reason { get; } = new();

    /// <summary>Whether received input has not been parsed yet.</summary>
    internal bool HasInput => !_input.IsEmpty;

    /// <summary>Whether the client waits for 100 Continue before it sends the body.</summary>
    internal bool ExpectsContinue => _head.ExpectsContinue && _head.ContentLength > 0;

    /// <summary>Whether the connection stays open for another request.</summary>
    internal bool IsKeptAlive => _head.IsKeptAlive;

    /// <summary>
    /// Whether the connection stays open after this request is refused: its body is not a flood, nor one that the client may or may not send
    /// without 100 Continue.
    /// </summary>
    internal bool IsKeptRefused => IsKeptAlive && !ExpectsContinue && _head.ContentLength <= DiscardLimit;

    /// <summary>Whether the answer must not have a body.</summary>
    internal bool WantsNoBody => _head.Line.WantsNoBody;

    /// <summary>The complete request, until <see cref="ForgetRequest"/>.</summary>
    internal HttpRequest Request => new(_head.Line.Method, _head.Line.Path, _body.Bytes);

    /// <summary>The number of bytes discarded since the client's last answer.</summary>
    internal int Discarded { get; private set; }

    /// <summary>Parses the head as far as it has been received.</summary>
    internal HeadProgress ReadHead()
    {
        HeadProgress progress = _head.Read(_input.Bytes, out int consumed);
        _input.Drop(consumed);
        return progress;
    }

    /// <summary>Allocates memory for the announced body.</summary>
    /// <returns>False when the host has no memory; the reason has been recorded.</returns>
    internal bool TryBeginBody()
    {
        bool begun = _body.TryBegin((int)_head.ContentLength);
        if (!begun)
        {
            _ = Reason.Start("No memory for request payload with size "u8).Append(_head.ContentLength).Append("."u8);
        }
        return begun;
    }

    /// <summary>Takes the body as far as it has been received.</summary>
    /// <returns>True when it is complete.</returns>
    internal bool TryReadBody()
    {
        _body.Take(_input);
        return _body.IsComplete;
    }

    /// <summary>Discards the request and its body, to parse the request that follows.</summary>
    /// <returns>True when the whole body has been discarded, or there is none.</returns>
    internal bool TrySkip()
    {
        _unread = _head.ContentLength;
        ForgetRequest();
        return TrySkipBody();
    }

    /// <summary>Discards what has been received of the body.</summary>
    /// <returns>True when the whole body has been discarded.</returns>
    internal bool TrySkipBody()
    {
        int count = (int)Math.Min(_unread, (uint)_input.Bytes.Length);
        _input.Drop(count);
        _unread -= (uint)count;
        return _unread == 0;
    }

    /// <summary>Receives more input for the head.</summary>
    internal IoResult Receive(Descriptor socket) => _input.Receive(socket);

    /// <summary>Receives more of the body.</summary>
    internal IoResult ReceiveBody(Descriptor socket) => _body.Receive(socket);

    /// <summary>Receives and discards input.</summary>
    internal IoResult Discard(Descriptor socket)
    {
        _input.Clear();
        IoResult received = _input.Receive(socket);
        Discarded += received.Count;
        return received;
    }

    /// <summary>Resets for another request.</summary>
    internal void ForgetRequest()
    {
        _head.Clear();
        _body.Clear();
    }

    /// <summary>Resets for another client.</summary>
    internal void Clear()
    {
        ForgetRequest();
        _input.Clear();
        (_unread, Discarded) = (0, 0);
    }

    /// <summary>Unmaps the memory for bodies.</summary>
    internal void Unmap() => _body.Unmap();
}
