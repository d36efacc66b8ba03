using System.Linq;
using System.Text;
using Kiln.Fuzz.Running;

namespace Kiln.Fuzz.Mutation;

/// <summary>Mutates API requests: whole requests, methods, path segments, values in bodies, bytes.</summary>
/// <param name="random">The source of randomness.</param>
internal sealed class ApiMutator(Random random) : IMutator
{
    private const int MostEdits = 4;

    // Enough to configure, start, pause and resume a guest.
    private const int MostCalls = 12;

    // One in this many inputs is mutated bytewise.
    private const int InputsPerRaw = 5;

    // The longest line that the HTTP layer takes.
    private const int LongestPath = 1024;

    private static readonly string[] _methods = ["GET", "PUT", "PATCH", "DELETE"];

    private static readonly string[] _tokens =
    [
        "", "version", "vm", "config", "actions", "machine-config", "boot-source", "cpu-config", "serial", "logger", "metrics", "openapi.yaml",
        "drives", "pmem", "network-interfaces", "vsock", "balloon", "statistics", "hinting", "start", "stop", "status", "entropy", "hotplug",
        "memory", "mmds", "snapshot", "create", "load", "a", "eth0", "-", "\u00c3\u00a9", "\u00ff", "\"", "\\", "\0", "a b", "%2f", "?x", "\u00e2\u0080\u00a8",
    ];

    private readonly JsonMutator _bodies = new(random);

    /// <inheritdoc/>
    public byte[] Next(Corpus corpus)
    {
        List<ApiCall> calls = ApiCall.Split(corpus.Any(random));
        for (int edits = random.Next(1, MostEdits + 1); edits > 0; edits--)
        {
            Edit(calls, corpus);
        }
        byte[] input = ApiCall.Join(calls.TakeLast(MostCalls));
        return random.Next(InputsPerRaw) == 0 ? Raw(input) : input;
    }

    private void Edit(List<ApiCall> calls, Corpus corpus)
    {
        int index = random.Next(calls.Count);
        switch (random.Next(10))
        {
            case 0:
                calls.Insert(index, calls[index].Clone());
                break;
            case 1:
                calls.AddRange(ApiCall.Split(corpus.Any(random)));
                break;
            case 2 when calls.Count > 1:
                calls.RemoveAt(index);
                break;
            case 3:
                calls[index].Method = _methods[random.Next(_methods.Length)];
                break;
            case 4:
                calls[index].Path = Path(calls[index].Path);
                break;
            case 5:
                // The body of another request, or none.
                List<ApiCall> others = ApiCall.Split(corpus.Any(random));
                calls[index].Body = random.Next(4) == 0 ? "" : others[random.Next(others.Count)].Body;
                break;
            default:
                calls[index].Body = Encoding.Latin1.GetString(_bodies.Change(Encoding.Latin1.GetBytes(calls[index].Body), corpus));
                break;
        }
    }

    private string Path(string path) => random.Next(4) switch
    {
        0 => $"{path}/{Token()}",
        1 when path.LastIndexOf('/') is >= 0 and var end => path[..end],
        2 when random.Next(16) == 0 => "/" + new string('x', random.Next(LongestPath)),
        _ => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => "/" + Token())),
    };

    private string Token() => _tokens[random.Next(_tokens.Length)];

    private byte[] Raw(byte[] input)
    {
        EditBuffer bytes = new(input);
        int at = random.Next(bytes.Length + 1);
        switch (random.Next(4))
        {
            case 0 when bytes.Length > 0:
                bytes.Bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes.Remove(at..Math.Min(bytes.Length, at + random.Next(8)));
                break;
            case 2 when bytes.Length > 0:
                bytes.Bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                break;
            default:
                bytes.Insert(at, Encoding.Latin1.GetBytes(JsonLanguage.Broken(random)));
                break;
        }
        return bytes.ToArray();
    }
}
