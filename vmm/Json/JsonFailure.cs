namespace Kiln.Vmm.Json;

/// <summary>A JSON text is invalid. The message is serde_json's, which clients of Firecracker match.</summary>
/// <param name="words">The error in serde's words, without the position.</param>
/// <param name="line">The line as serde_json reports it, from 1.</param>
/// <param name="column">The column as serde_json reports it: the number of bytes of the line that it has read.</param>
/// <param name="offset">The offset in bytes at which the invalid element starts. Unlike the column, it is where an editor should point.</param>
internal sealed class JsonFailure(string words, int line, int column, int offset) : Exception($"{words} at line {line} column {column}")
{
    /// <summary>The error, without the position.</summary>
    internal string Words { get; } = words;

    /// <summary>The offset in bytes at which the invalid element starts.</summary>
    internal int Offset { get; } = offset;
}
