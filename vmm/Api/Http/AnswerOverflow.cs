namespace Kiln.Vmm.Api.Http;

/// <summary>An answer is longer than its buffer. The message is sent to the client.</summary>
/// <param name="message">States what is too long, and the bound.</param>
internal sealed class AnswerOverflow(string message) : Exception(message);
