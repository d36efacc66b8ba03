using Kiln.Vmm.Mmds.Stack;

namespace Kiln.Testing.Vmm.Mmds;

/// <summary>A server whose requests are lines. The answer is the line, and then the same body for all.</summary>
/// <param name="body">What follows each line.</param>
internal sealed class LineHandler(byte[] body) : IRequestHandler
{
    /// <inheritdoc/>
    public int Answer(ReadOnlySpan<byte> received, AnswerBuffer answer)
    {
        int length = received.IndexOf((byte)'\n') + 1;
        if (length > 0)
        {
            received[..length].CopyTo(answer.Head);
            answer.Complete(length, body);
        }
        return length;
    }
}
