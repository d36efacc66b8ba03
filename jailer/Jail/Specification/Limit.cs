using System.Globalization;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>A resource limit set by the operator; soft and hard limits are equal.</summary>
/// <param name="Value">In the resource's unit; <see cref="ResourceLimit.Unlimited"/> for no limit.</param>
internal sealed record Limit(Resource Resource, ulong Value)
{
    // Standard input, output and error, and the filter set: with fewer the monitor could not even report what it lacks.
    private const ulong LeastDescriptors = 4;

    // The first two names are those of Firecracker's jailer; the others follow their pattern.
    private static readonly (string Name, Resource Resource)[] _names =
    [
        ("fsize", Resource.RLIMIT_FSIZE), ("no-file", Resource.RLIMIT_NOFILE), ("as", Resource.RLIMIT_AS), ("core", Resource.RLIMIT_CORE),
        ("cpu", Resource.RLIMIT_CPU), ("data", Resource.RLIMIT_DATA), ("locks", Resource.RLIMIT_LOCKS), ("memlock", Resource.RLIMIT_MEMLOCK),
        ("msgqueue", Resource.RLIMIT_MSGQUEUE), ("nice", Resource.RLIMIT_NICE), ("nproc", Resource.RLIMIT_NPROC), ("rss", Resource.RLIMIT_RSS),
        ("rtprio", Resource.RLIMIT_RTPRIO), ("rttime", Resource.RLIMIT_RTTIME), ("sigpending", Resource.RLIMIT_SIGPENDING),
        ("stack", Resource.RLIMIT_STACK),
    ];

    /// <summary>The name on the command line.</summary>
    internal string Name => Array.Find(_names, entry => entry.Resource == Resource).Name;

    /// <summary>Parses all values of --resource-limit.</summary>
    /// <exception cref="JailerFailure">A value is invalid, or a resource is limited twice.</exception>
    internal static IReadOnlyList<Limit> ParseAll(IReadOnlyList<string> texts)
    {
        List<Limit> limits = [];
        foreach (string text in texts)
        {
            Limit limit = Parse(text);
            limits.Add(limits.Exists(other => other.Resource == limit.Resource)
                ? throw new JailerFailure($"--resource-limit {limit.Name} is given twice; give it once")
                : limit);
        }
        return limits;
    }

    /// <inheritdoc/>
    public override string ToString() => Value == ResourceLimit.Unlimited ? $"{Name}=unlimited" : $"{Name}={Value}";

    private static Limit Parse(string text)
    {
        Limit limit = Read(text);
        return limit is { Resource: Resource.RLIMIT_NOFILE, Value: < LeastDescriptors }
            ? throw new JailerFailure($"--resource-limit {limit} leaves the monitor without descriptors: {Errno.EMFILE}; its filters alone are the fourth") { Error = Errno.EMFILE }
            : limit;
    }

    private static Limit Read(string text)
    {
        int separator = text.IndexOf('=', StringComparison.Ordinal);
        if (separator < 0)
        {
            throw new JailerFailure($"Invalid format for resources limits: {text}; write --resource-limit name=value");
        }
        string name = text[..separator];
        int place = Array.FindIndex(_names, entry => entry.Name == name);
        return place >= 0
            ? new Limit(_names[place].Resource, ParseValue(text[(separator + 1)..]))
            : throw new JailerFailure($"Invalid resource argument: {name}; it is one of {string.Join(", ", Array.ConvertAll(_names, entry => entry.Name))}");
    }

    private static ulong ParseValue(string text)
    {
        if (text == "unlimited")
        {
            return ResourceLimit.Unlimited;
        }
        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)
            ? value
            : throw new JailerFailure($"Invalid limit value for resource: {text}: it is a number or 'unlimited'");
    }
}
