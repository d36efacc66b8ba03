namespace Kiln.Vmm.Foundation.Text;

/// <summary>Text that a log line quotes in Rust's debug format, which tools parse: <c>"{\"vcpu_count\": 4}"</c>.</summary>
/// <param name="utf8">The text; invalid UTF-8 becomes U+FFFD.</param>
internal readonly ref struct DebugText(ReadOnlySpan<byte> utf8)
{
    internal ReadOnlySpan<byte> Utf8 { get; } = utf8;
}
