using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using Kiln.Fuzz.Mutation;
using Kiln.Linux.Descriptors;
using Kiln.Testing.Vmm.Api;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Control;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Metrics;
using Microsoft.Win32.SafeHandles;

namespace Kiln.Fuzz.Targets;

/// <summary>
/// The handler of requests with the controller behind it: an input is some requests, one after the other. Each is answered by what the contract
/// allows, in JSON where it has a body, and one that is refused has changed nothing.
/// </summary>
/// <param name="seeds">The seeds.</param>
internal sealed class ApiTarget(IReadOnlyList<byte[]> seeds) : IFuzzTarget
{
    // The value of JsonLanguage.Planted.
    private const string Planted = "quiesce";

    // The starts of what is said of requests that have no route, and of those that have one and cannot be read.
    private static readonly string[] _unrouted = ["Invalid request method", "Empty ", "GET request cannot", "Unrecognized ", "Missing snapshot "];

    private static readonly string[] _unread = ["The ID cannot", "API Resource IDs", "The id from", "An error occurred when deserializing"];

    // Lines are made in full, and go nowhere.
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
    /// <remarks>A string of the dictionary that no seed has, as a file that the machine is told of.</remarks>
    public bool IsPlanted(byte[] input)
    {
        ApiUnderTest api = new(_logger);
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

    // The words without what differs from input to input.
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
