namespace Kiln.Vmm.Api;

/// <summary>The OpenAPI description, which the build embeds, since a jail does not contain the file.</summary>
internal static partial class OpenApiDocument
{
    /// <summary>The YAML text.</summary>
    internal static partial ReadOnlySpan<byte> Text { get; }
}
