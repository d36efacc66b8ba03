namespace Kiln.Vmm.Api.Http;

/// <summary>An answer is longer than there is room for. The message is what the client is told.</summary>
/// <param name="message">What there is no room for, and the bound.</param>
internal sealed class AnswerOverflow(string message) : Exception(message);
