using System.IO;

namespace Kiln.Vmm.Api;

/// <summary>The description of this API, which is part of the binary: a jail has no file of it.</summary>
internal static class OpenApiDocument
{
    private const string Name = "openapi.yaml";

    /// <summary>Reads it. Seldom asked for, so nothing keeps it.</summary>
    internal static byte[] Read()
    {
        using Stream text = typeof(OpenApiDocument).Assembly.GetManifestResourceStream(Name)!;
        byte[] bytes = new byte[text.Length];
        text.ReadExactly(bytes);
        return bytes;
    }
}
