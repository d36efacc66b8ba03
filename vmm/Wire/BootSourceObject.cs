using System.Text.Json;
using Kiln.Vmm.Control;
using Kiln.Vmm.Json;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/boot-source</c>.</summary>
internal sealed class BootSourceObject : SingleSection
{
    private static readonly JsonShape _shape = new(
        "struct BootSourceConfig",
        JsonField.Required("kernel_image_path"),
        JsonField.Optional("initrd_path"),
        JsonField.Optional("boot_args"));

    /// <inheritdoc/>
    internal override string Name => "boot-source";

    /// <inheritdoc/>
    internal override int? AnswerPlace => 2;

    /// <inheritdoc/>
    internal override bool IsRequired => true;

    /// <exception cref="JsonFailure"/>
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

    /// <inheritdoc/>
    internal override IEnumerable<ApiRoute> Routes(VmmMetrics metrics) =>
    [
        new(HttpMethod.Put, "/boot-source", (in _, body) => new ApiRequest(new ConfigureBootSource(ApiBody.Read(body, Read))))
        {
            Counters = metrics.PutRequests.BootSource,
        },
    ];

    /// <inheritdoc/>
    internal override void WriteValue(Utf8JsonWriter json, VmConfiguration configuration)
    {
        if (configuration.BootSource is not { } source)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        json.WriteString("kernel_image_path"u8, source.KernelImagePath);
        json.WriteString("initrd_path"u8, source.InitrdPath);
        json.WriteString("boot_args"u8, source.BootArguments);
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    private protected override VmmAction ReadAction(ref JsonReader reader) => new ConfigureBootSource(Read(ref reader));
}
