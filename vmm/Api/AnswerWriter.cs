using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kiln.CommandLine;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Kiln.Vmm.Wire;

namespace Kiln.Vmm.Api;

/// <summary>Writes answers.</summary>
/// <param name="id">The microVM.</param>
/// <param name="metrics">All metrics as text.</param>
internal sealed class AnswerWriter(string id, OpenMetricsText metrics)
{
    private const int Done = 200;

    // Texts go into JSON as they are; only what JSON does not allow is escaped.
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly byte[] _metricsType = Encoding.ASCII.GetBytes(OpenMetricsText.ContentType);

    /// <summary>Writes one.</summary>
    /// <param name="answer">Which.</param>
    /// <param name="machine">What the vmm thread said, for those that tell of the machine.</param>
    /// <param name="response">Takes it.</param>
    /// <exception cref="AnswerOverflow">It is longer than there is room for.</exception>
    internal void Write(ApiAnswer answer, MicroVmDescription? machine, HttpResponse response)
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
                response.SetText("application/yaml"u8, OpenApiDocument.Read());
                break;
            default:
                WriteJson(answer, machine, response.BeginJson(Done));
                break;
        }
    }

    private void WriteJson(ApiAnswer answer, MicroVmDescription? machine, AnswerBuffer body)
    {
        using Utf8JsonWriter json = new(body, _options);
        switch (answer, machine)
        {
            case (ApiAnswer.Version, _):
                WriteVersion(json);
                break;
            case (ApiAnswer.Instance, { State: var state }):
                WriteInstance(json, state);
                break;
            case (ApiAnswer.Machine, { Configuration: var configuration }):
                MachineConfigurationJson.Write(json, configuration);
                break;
            case (ApiAnswer.Configuration, { Configuration: var configuration }):
                VmConfigurationJson.Write(json, configuration);
                break;
            default:
                throw new InvalidOperationException($"there is nothing to answer with as {answer}");
        }
    }

    private static void WriteVersion(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("firecracker_version"u8, KilnVersion.ApiLevel);
        json.WriteEndObject();
    }

    private void WriteInstance(Utf8JsonWriter json, MachineState state)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("state"u8, NameOf(state));
        json.WriteString("vmm_version"u8, Identity.Current.Version);
        json.WriteString("app_name"u8, Identity.Current.Name);
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> NameOf(MachineState state) => state switch
    {
        MachineState.NotStarted => "Not started"u8,
        MachineState.Running => "Running"u8,
        _ => "Paused"u8,
    };
}
