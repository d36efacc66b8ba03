namespace Kiln.Vmm.Foundation.Text;

/// <summary>Text that a log line quotes as Rust's debug format does, because tools parse it: <c>"{\"vcpu_count\": 4}"</c>.</summary>
/// <param name="utf8">The text; what is not UTF-8 in it becomes U+FFFD.</param>
internal readonly ref struct DebugText(ReadOnlySpan<byte> utf8)
{
    /// <summary>The text.</summary>
    internal ReadOnlySpan<byte> Utf8 { get; } = utf8;
}
