using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kiln.CommandLine;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Control;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Kiln.Vmm.Wire;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Api;

/// <summary>Writes the bodies of successful answers.</summary>
/// <param name="metrics">Formats all metrics as text.</param>
internal sealed class AnswerWriter(string id, OpenMetricsText metrics)
{
    private const int Done = 200;

    // Escapes only what JSON requires.
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly byte[] _nothing = [.. "{}"u8];

    private readonly byte[] _metricsType = Encoding.ASCII.GetBytes(OpenMetricsText.ContentType);

    /// <param name="result">The state of the machine, or the metadata, for answers that need them.</param>
    /// <exception cref="AnswerOverflow">The answer is longer than the buffer.</exception>
    internal void Write(ApiAnswer answer, in ActionResult result, HttpResponse response)
    {
        switch (answer)
        {
            case ApiAnswer.Nothing:
                response.SetNoContent();
                break;
            case ApiAnswer.Metrics:
                response.SetLongText(_metricsType, metrics.Text);
                break;
            case ApiAnswer.Description:
                response.SetText("application/yaml"u8, OpenApiDocument.Text);
                break;
            case ApiAnswer.Metadata:
                // As in the contract, null is an empty object.
                response.SetLastingJson(Done, result.Metadata is { IsNull: false } metadata ? metadata.Json : _nothing);
                break;
            default:
                WriteJson(answer, result, response.BeginJson(Done));
                break;
        }
    }

    private void WriteJson(ApiAnswer answer, in ActionResult result, AnswerBuffer body)
    {
        using Utf8JsonWriter json = new(body, _options);
        switch (answer, result.Description)
        {
            case (ApiAnswer.BalloonStatistics, _):
                BalloonReportJson.WriteStatistics(json, result.Balloon!);
                break;
            case (ApiAnswer.BalloonHinting, _):
                BalloonReportJson.WriteHinting(json, result.Balloon!);
                break;
            case (ApiAnswer.Balloon, { Configuration.Balloon: { } balloon }):
                BalloonObject.Write(json, balloon);
                break;
            case (ApiAnswer.Version, _):
                WriteVersion(json);
                break;
            case (ApiAnswer.Instance, { } instance):
                WriteInstance(json, instance);
                break;
            case (ApiAnswer.Machine, { Configuration: var configuration }):
                MachineConfigurationObject.Write(json, configuration);
                break;
            case (ApiAnswer.Configuration, { Configuration: var configuration }):
                VmConfigurationJson.Write(json, configuration);
                break;
            default:
                throw new InvalidOperationException($"no answer is defined for {answer}");
        }
    }

    private static void WriteVersion(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("firecracker_version"u8, KilnVersion.ApiLevel);
        json.WriteEndObject();
    }

    private void WriteInstance(Utf8JsonWriter json, MicroVmDescription machine)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("state"u8, NameOf(machine.State));
        json.WriteString("vmm_version"u8, Identity.Current.Version);
        json.WriteString("app_name"u8, Identity.Current.Name);
        if (!machine.KeepsTimeStamp)
        {
            json.WriteBoolean("tsc_restored"u8, false);
        }
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> NameOf(MachineState state) => state switch
    {
        MachineState.NotStarted => "Not started"u8,
        MachineState.Running => "Running"u8,
        _ => "Paused"u8,
    };
}
