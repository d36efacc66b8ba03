using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;

namespace Kiln.Vmm.Api.Http;

/// <summary>Reads requests out of what a client sends, one after the other.</summary>
/// <param name="payloadLimit">The longest body, in bytes.</param>
/// <param name="reason">Takes why there is no request.</param>
internal sealed class RequestReader(int payloadLimit, ReasonText reason)
{
    private readonly InputBuffer _input = new();
    private readonly RequestHead _head = new(payloadLimit, reason);
    private readonly BodyBuffer _body = new(payloadLimit);

    /// <summary>Whether something came that is not read yet.</summary>
    internal bool HasInput => !_input.IsEmpty;

    /// <summary>Whether the client waits for a word before it sends the body.</summary>
    internal bool ExpectsContinue => _head.ExpectsContinue && _head.ContentLength > 0;

    /// <summary>Whether the client may send another request behind this one.</summary>
    internal bool IsKeptAlive => _head.IsKeptAlive;

    /// <summary>The request that was read, until it is forgotten.</summary>
    internal HttpRequest Request => new(_head.Line.Method, _head.Line.Path, _body.Bytes);

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
        bool begun = _body.TryBegin(_head.ContentLength);
        if (!begun)
        {
            _ = reason.Start("No memory for request payload with size "u8).Append(_head.ContentLength).Append("."u8);
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
        return _input.Receive(socket);
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
    }

    /// <summary>Gives the memory of bodies back for good.</summary>
    internal void Unmap() => _body.Unmap();
}
