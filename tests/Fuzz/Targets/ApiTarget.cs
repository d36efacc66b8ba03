using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using Kiln.Fuzz.Mutation;
using Kiln.Linux.Descriptors;
using Kiln.Testing.Vmm.Api;
using Kiln.Vmm.Control;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Wire.Requests;
using Microsoft.Win32.SafeHandles;

namespace Kiln.Fuzz.Targets;

/// <summary>
/// The request handler and controller. An input is a sequence of requests; each must get a response that the contract allows, in JSON if it has
/// a body, and a refused request must change nothing.
/// </summary>
internal sealed class ApiTarget(IReadOnlyList<byte[]> seeds) : IFuzzTarget
{
    // The value of JsonLanguage.Planted.
    private const string Planted = "quiesce";

    // Prefixes of messages for requests without a route, and for routed requests that cannot be parsed.
    private static readonly string[] _unrouted = ["Invalid request method", "Empty ", "GET request cannot", "Unrecognized ", "Missing snapshot "];

    private static readonly string[] _unread = ["The ID cannot", "API Resource IDs", "The id from", "An error occurred when deserializing"];

    // Log lines are formatted in full and discarded.
    private static readonly SafeFileHandle _nowhere = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite);

    private static readonly Logger _logger = Chatty();

    /// <inheritdoc/>
    public string Name => "api";

    /// <inheritdoc/>
    public IReadOnlyList<string> Stages => Enum.GetNames<ApiStage>();

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Seeds => seeds;

    /// <inheritdoc/>
    public IMutator MutatorOf(Random random) => new ApiMutator(random);

    /// <inheritdoc/>
    public Observation Run(byte[] input)
    {
        ApiUnderTest api = new(_logger);
        api.Host.LoadRefusal = "no snapshot";
        ApiStage deepest = ApiStage.Bytes;
        SortedSet<string> kinds = new(StringComparer.Ordinal);
        string before = Whole(api);
        foreach (ApiCall call in ApiCall.Split(input))
        {
            Reply reply = Send(api, call);
            Check(reply);
            string after = Whole(api);
            if (reply.Status == 400 && after != before)
            {
                throw new InvalidOperationException("a request was refused, and has changed something");
            }
            before = after;
            ApiStage stage = StageOf(reply);
            deepest = stage > deepest ? stage : deepest;
            kinds.Add(reply.Fault is { } fault ? Kind(fault) : $"{reply.Status} {api.Asked.LastOrDefault()?.GetType().Name}");
        }
        return new Observation((int)deepest, [.. kinds]);
    }

    /// <inheritdoc/>
    /// <remarks>A string of the dictionary that no seed has, as a file name in the machine's configuration.</remarks>
    public bool IsPlanted(byte[] input)
    {
        ApiUnderTest api = new(_logger);
        api.Host.LoadRefusal = "no snapshot";
        ApiCall.Split(input).ForEach(call => Send(api, call));
        return api.Asked.Exists(action => action is
            ConfigureBootSource { Source.KernelImagePath: Planted } or ConfigureSerial { Configuration.OutputPath: Planted }
            or InsertBlockDevice { Drive.Path: Planted } or UpdateBlockDevice { Update.Path: Planted }
            or ConfigureMetrics { Configuration.MetricsPath: Planted } or ConfigureLogger { Configuration.LogPath: Planted });
    }

    private static Reply Send(ApiUnderTest api, ApiCall call)
    {
        HttpMethod method = Enum.TryParse(call.Method, ignoreCase: true, out HttpMethod named) && named is HttpMethod.Put or HttpMethod.Patch or HttpMethod.Delete
            ? named
            : HttpMethod.Get;
        return api.Send(method, Encoding.Latin1.GetBytes(call.Path), Encoding.Latin1.GetBytes(call.Body));
    }

    private static string Whole(ApiUnderTest api) => api.Send("GET", "/").Body + api.Send("GET", "/vm/config").Body;

    private static void Check(Reply reply)
    {
        bool isRight = reply switch
        {
            { Status: 204 } => reply.Body.Length == 0,
            { Status: 200, Body: ['{', ..] } => IsJson(reply.Body),
            { Status: 200 } => reply.Body.Length > 0,
            { Status: 400, Fault: not null } => IsJson(reply.Body),
            _ => false,
        };
        if (!isRight)
        {
            throw new InvalidOperationException($"{reply.Status} is answered with what it may not be");
        }
    }

    private static bool IsJson(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.ValueKind == JsonValueKind.Object;
    }

    private static ApiStage StageOf(Reply reply) => reply.Fault switch
    {
        null => ApiStage.Executed,
        var fault when StartsAs(fault, _unrouted) => ApiStage.Bytes,
        var fault when StartsAs(fault, _unread) => ApiStage.Routed,
        _ => ApiStage.Read,
    };

    private static bool StartsAs(string fault, string[] starts) => Array.Exists(starts, start => fault.StartsWith(start, StringComparison.Ordinal));

    // The message without the parts that depend on the input.
    private static string Kind(string fault)
    {
        if (Array.Find(_unrouted, start => fault.StartsWith(start, StringComparison.Ordinal)) is { } unrouted)
        {
            return unrouted;
        }
        string words = fault.Split('`', '\\', '[')[0].Split(" at line")[0];
        return new string([.. words.Where(character => !char.IsAsciiDigit(character))]);
    }

    private static Logger Chatty()
    {
        Descriptor nowhere = new((int)_nowhere.DangerousGetHandle());
        Logger logger = new(new OutputFile(nowhere, nowhere.Number), new SystemClock(), () => "api"u8, new VmmMetrics().Logger);
        logger.Configure(new LoggerConfiguration(Level: LogLevel.Trace));
        return logger;
    }
}
