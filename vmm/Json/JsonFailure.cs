namespace Kiln.Vmm.Json;

/// <summary>A JSON text cannot be read as what it should be. The message is serde_json's, which clients of Firecracker match.</summary>
/// <param name="words">What is wrong, in serde's words, without the place.</param>
/// <param name="line">The line that serde_json says, from 1.</param>
/// <param name="column">The column that serde_json says: bytes of the line up to the last one that it had read.</param>
/// <param name="offset">The byte at which the thing that is wrong starts; where an editor should point, unlike the column.</param>
internal sealed class JsonFailure(string words, int line, int column, int offset) : Exception($"{words} at line {line} column {column}")
{
    /// <summary>What is wrong, without the place.</summary>
    internal string Words { get; } = words;

    /// <summary>The byte at which the thing that is wrong starts.</summary>
    internal int Offset { get; } = offset;
}
