using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Snapshots;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>mem_backend</c>.</summary>
internal static class MemoryBackendBody
{
    private static readonly JsonShape _shape = new(
        "struct MemBackendConfig", JsonField.Required("backend_path"), JsonField.Required("backend_type"));

    private static readonly JsonVariants<MemoryBackendKind> _kinds = new(("File", MemoryBackendKind.File), ("Uffd", MemoryBackendKind.Uffd));

    /// <exception cref="JsonFailure"/>
    internal static MemoryBackend Read(ref JsonReader reader)
    {
        MemoryBackend memory = new("", MemoryBackendKind.File);
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            memory = field switch
            {
                "backend_path" => memory with { Path = PathText.Read(ref reader, field) },
                _ => memory with { Kind = reader.ReadVariant(_kinds) },
            };
        }
        return memory;
    }
}
