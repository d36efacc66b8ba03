namespace Kiln.Vmm.Mmds.Stack;

/// <summary>
/// An answer on its way to the guest: a head of the connection's own, then a body that belongs to the metadata and is never copied. A body is
/// immutable, so an answer stays as it was made when the metadata are replaced.
/// </summary>
/// <param name="head">Room for the head, of <see cref="HeadLength"/> bytes.</param>
internal sealed unsafe class AnswerBuffer(byte* head)
{
    /// <summary>
    /// The longest head. A message may quote the request, of at most <see cref="ReceiveWindow.Length"/> bytes, after 80 bytes of text; status line and
    /// headers take at most 300, with the header of a token's lifetime, which again is of the request.
    /// </summary>
    internal const int HeadLength = 3072;

    private ReadOnlyMemory<byte> _body;
    private int _headLength;

    /// <summary>Where the head is written.</summary>
    internal Span<byte> Head => new(head, HeadLength);

    /// <summary>The bytes of head and body; 0 when there is no answer.</summary>
    internal int Length => _headLength + _body.Length;

    /// <summary>Completes the answer.</summary>
    /// <param name="headLength">The bytes that were written to <see cref="Head"/>.</param>
    /// <param name="body">What follows the head; nobody may change it any more.</param>
    internal void Complete(int headLength, ReadOnlyMemory<byte> body) => (_headLength, _body) = (headLength, body);

    /// <summary>Forgets the answer, so that its body can be collected.</summary>
    internal void Clear() => Complete(0, default);

    /// <summary>Copies a part of the answer.</summary>
    /// <param name="offset">Where the part begins; it lies within the answer.</param>
    internal void CopyTo(int offset, Span<byte> part)
    {
        int ofHead = Math.Clamp(_headLength - offset, 0, part.Length);
        Head.Slice(Math.Min(offset, _headLength), ofHead).CopyTo(part);
        _body.Span.Slice(Math.Max(offset - _headLength, 0), part.Length - ofHead).CopyTo(part[ofHead..]);
    }
}
