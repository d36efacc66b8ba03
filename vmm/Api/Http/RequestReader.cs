using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;

namespace Kiln.Vmm.Api.Http;

/// <summary>Reads requests out of what a client sends, one after the other.</summary>
internal sealed class RequestReader
{
    /// <summary>
    /// What is read and thrown away at most behind a refusal, in bytes: more than the rest of any body that is sent by mistake. What goes on
    /// after it is a flood.
    /// </summary>
    internal const int DiscardLimit = 1024 * 1024;

    private readonly InputBuffer _input = new();
    private readonly RequestHead _head;
    private readonly BodyBuffer _body;
    private uint _unread;

    /// <summary>Makes a reader.</summary>
    /// <param name="payloadLimit">The longest body, in bytes.</param>
    internal RequestReader(int payloadLimit)
    {
        _head = new RequestHead(payloadLimit, Reason);
        _body = new BodyBuffer(payloadLimit);
    }

    /// <summary>Why there is no request.</summary>
    internal ReasonText Reason { get; } = new();

    /// <summary>Whether something came that is not read yet.</summary>
    internal bool HasInput => !_input.IsEmpty;

    /// <summary>Whether the client waits for a word before it sends the body.</summary>
    internal bool ExpectsContinue => _head.ExpectsContinue && _head.ContentLength > 0;

    /// <summary>Whether the client may send another request behind this one.</summary>
    internal bool IsKeptAlive => _head.IsKeptAlive;

    /// <summary>
    /// Whether the client may send another request behind this one, which is refused: it has no body that would only be a flood, nor one that
    /// the client sends or not when it was not asked for.
    /// </summary>
    internal bool IsKeptRefused => IsKeptAlive && !ExpectsContinue && _head.ContentLength <= DiscardLimit;

    /// <summary>Whether the answer may have no body.</summary>
    internal bool WantsNoBody => _head.Line.WantsNoBody;

    /// <summary>The request that was read, until it is forgotten.</summary>
    internal HttpRequest Request => new(_head.Line.Method, _head.Line.Path, _body.Bytes);

    /// <summary>How many bytes of this client's were thrown away since it got its last answer.</summary>
    internal int Discarded { get; private set; }

    /// <summary>Reads on in the head, as far as it came.</summary>
    internal HeadProgress ReadHead()
    {
        HeadProgress progress = _head.Read(_input.Bytes, out int consumed);
        _input.Drop(consumed);
        return progress;
    }

    /// <summary>Makes room for the body that the head promised.</summary>
    /// <returns>False when the host has none; the reason was written.</returns>
    internal bool TryBeginBody()
    {
        bool begun = _body.TryBegin((int)_head.ContentLength);
        if (!begun)
        {
            _ = Reason.Start("No memory for request payload with size "u8).Append(_head.ContentLength).Append("."u8);
        }
        return begun;
    }

    /// <summary>Reads on in the body, as far as it came.</summary>
    /// <returns>True when it is whole.</returns>
    internal bool TryReadBody()
    {
        _body.Take(_input);
        return _body.IsComplete;
    }

    /// <summary>Forgets the request, whose body nobody will read, to read another behind it.</summary>
    /// <returns>True when the body has come, or there is none.</returns>
    internal bool TrySkip()
    {
        _unread = _head.ContentLength;
        ForgetRequest();
        return TrySkipBody();
    }

    /// <summary>Throws away what has come of the body that nobody will read.</summary>
    /// <returns>True when it has come.</returns>
    internal bool TrySkipBody()
    {
        int count = (int)Math.Min(_unread, (uint)_input.Bytes.Length);
        _input.Drop(count);
        _unread -= (uint)count;
        return _unread == 0;
    }

    /// <summary>Receives what a head is read from.</summary>
    /// <param name="socket">From where.</param>
    internal IoResult Receive(Descriptor socket) => _input.Receive(socket);

    /// <summary>Receives more of the body.</summary>
    /// <param name="socket">From where.</param>
    internal IoResult ReceiveBody(Descriptor socket) => _body.Receive(socket);

    /// <summary>Receives what nobody will read.</summary>
    /// <param name="socket">From where.</param>
    internal IoResult Discard(Descriptor socket)
    {
        _input.Clear();
        IoResult received = _input.Receive(socket);
        Discarded += received.Count;
        return received;
    }

    /// <summary>Forgets the request, to read another.</summary>
    internal void ForgetRequest()
    {
        _head.Clear();
        _body.Clear();
    }

    /// <summary>Forgets everything, to read another client's.</summary>
    internal void Clear()
    {
        ForgetRequest();
        _input.Clear();
        (_unread, Discarded) = (0, 0);
    }

    /// <summary>Gives the memory of bodies back for good.</summary>
    internal void Unmap() => _body.Unmap();
}
