namespace Kiln.Vmm.Mmds.Stack;

/// <summary>Answers the requests that connections carry. On the vmm thread; allocates nothing.</summary>
internal interface IRequestHandler
{
    /// <summary>Answers the request at the front of what a connection has received.</summary>
    /// <param name="received">What was received and not taken yet; the guest's, and at most <see cref="ReceiveWindow.Length"/> bytes.</param>
    /// <param name="answer">Gets the answer when the request is complete.</param>
    /// <returns>The bytes that the request takes; 0 while it is not complete.</returns>
    int Answer(ReadOnlySpan<byte> received, AnswerBuffer answer);
}
