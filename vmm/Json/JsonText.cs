using System.Text;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Json;

/// <summary>A JSON text and the name of where it came from, for messages that say where in it something is.</summary>
/// <param name="name">The file.</param>
/// <param name="bytes">Its content.</param>
internal sealed class JsonText(string name, byte[] bytes)
{
    /// <summary>What messages call it.</summary>
    internal string Name => name;

    /// <summary>Begins to read it.</summary>
    /// <exception cref="VmmFailure">It starts as some editors of other systems save texts, which JSON does not.</exception>
    internal JsonReader Read() => bytes.AsSpan().StartsWith("\ufeff"u8)
        ? throw FailureAt(0, $"{JsonWords.NoValue}: it starts with a byte order mark; save it without")
        : new JsonReader(bytes);

    /// <summary>A failure to read it, with the place at which the mistake starts.</summary>
    /// <param name="failure">The failure.</param>
    internal VmmFailure Failure(JsonFailure failure) => FailureAt(failure.Offset, failure.Words);

    /// <summary>A failure at a place: <c>vm.json:3:14: message</c>. Columns count characters from 1.</summary>
    /// <param name="offset">The byte at which the thing starts.</param>
    /// <param name="message">What is wrong, and the cure.</param>
    internal VmmFailure FailureAt(int offset, string message)
    {
        ReadOnlySpan<byte> before = bytes.AsSpan(0, Math.Min(offset, bytes.Length));
        int line = before.Count((byte)'\n') + 1;
        int column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return new VmmFailure($"{name}:{line}:{column}: {message}");
    }
}
