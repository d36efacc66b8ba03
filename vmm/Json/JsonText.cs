using System.Text;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Json;

/// <summary>A JSON text with the name of its source, for messages with a position.</summary>
internal sealed class JsonText(string name, byte[] bytes)
{
    /// <summary>The name of the source in messages.</summary>
    internal string Name => name;

    /// <summary>Returns a reader at the start of the text.</summary>
    /// <exception cref="VmmFailure">The text starts with a byte order mark, which JSON does not allow.</exception>
    internal JsonReader Read() => bytes.AsSpan().StartsWith("\ufeff"u8)
        ? throw FailureAt(0, $"{JsonWords.NoValue}: it starts with a byte order mark; save it without")
        : new JsonReader(bytes);

    /// <summary>Creates a failure at the position where the invalid element starts.</summary>
    internal VmmFailure Failure(JsonFailure failure) => FailureAt(failure.Offset, failure.Words);

    /// <summary>Creates a failure at a position: <c>vm.json:3:14: message</c>. Columns count characters from 1.</summary>
    /// <param name="offset">The offset in bytes.</param>
    /// <param name="message">The error and the remedy.</param>
    internal VmmFailure FailureAt(int offset, string message)
    {
        ReadOnlySpan<byte> before = bytes.AsSpan(0, Math.Min(offset, bytes.Length));
        int line = before.Count((byte)'\n') + 1;
        int column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return new VmmFailure($"{name}:{line}:{column}: {message}");
    }
}
