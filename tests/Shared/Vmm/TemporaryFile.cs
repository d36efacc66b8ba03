using System.IO;

namespace Kiln.Testing.Vmm;

/// <summary>A file with given bytes, removed when the test ends.</summary>
internal sealed class TemporaryFile : IDisposable
{
    internal TemporaryFile(ReadOnlySpan<byte> content) => Write(content);

    internal string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"kiln-{Guid.NewGuid():N}");

    internal void Write(ReadOnlySpan<byte> content) => File.WriteAllBytes(Path, content);

    public void Dispose() => File.Delete(Path);
}
