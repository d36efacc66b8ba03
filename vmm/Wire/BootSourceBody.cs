using Kiln.Vmm.Json;
using Kiln.Vmm.Model;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/boot-source</c>.</summary>
internal static class BootSourceBody
{
    private static readonly JsonShape _shape = new(
        "struct BootSourceConfig",
        JsonField.Required("kernel_image_path"),
        JsonField.Optional("initrd_path"),
        JsonField.Optional("boot_args"));

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static BootSource Read(ref JsonReader reader)
    {
        string kernel = "";
        string? initrd = null;
        string? arguments = null;
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            switch (field)
            {
                case "kernel_image_path":
                    kernel = PathText.Read(ref reader, field);
                    break;
                case "initrd_path":
                    initrd = reader.TakeNull() ? null : PathText.Read(ref reader, field);
                    break;
                default:
                    arguments = reader.TakeNull() ? null : reader.ReadString(field, TextBounds.CommandLine);
                    break;
            }
        }
        return new BootSource(kernel, initrd, arguments);
    }
}
