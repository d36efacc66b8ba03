using Kiln.Vmm.Foundation;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Mmds.Data;
using Kiln.Vmm.Mmds.Http;
using Kiln.Vmm.Mmds.Stack;
using Kiln.Vmm.Mmds.Tokens;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Machine;

/// <summary>
/// The metadata service of this process's machine: data from the start on, and a server as soon as a machine has interfaces that reach it. The vmm thread
/// owns it.
/// </summary>
/// <param name="id">The microVM's.</param>
/// <param name="limit">The most bytes of data.</param>
internal sealed class GuestMetadata(string id, ulong limit) : IDisposable
{
    private MmdsConfiguration? _configuration;
    private TokenAuthority? _tokens;

    /// <summary>The data.</summary>
    internal MetadataStore Store { get; } = new(limit);

    /// <summary>Answers the requests of all interfaces; null if none of the machine's reaches it.</summary>
    internal IRequestHandler? Server { get; private set; }

    /// <summary>The address at which an interface of the machine reaches the server; null if it does not.</summary>
    internal Ipv4Address? AddressFor(string interfaceId) => _configuration?.AddressFor(interfaceId);

    /// <summary>Prepares the server for a machine, before its devices are made.</summary>
    /// <param name="configuration">Which interfaces reach it, and how it answers; null for none.</param>
    /// <exception cref="VmmFailure">The host has no memory.</exception>
    internal void Prepare(MmdsConfiguration? configuration)
    {
        _configuration = configuration;
        Server = configuration is null ? null : new MetadataServer(Store, _tokens ??= new TokenAuthority(id, Now), VmmMetrics.Process.Mmds)
        {
            NeedsToken = configuration.Version == MmdsVersion.V2,
            IsImdsCompatible = configuration.IsImdsCompatible,
        };
    }

    public void Dispose() => _tokens?.Dispose();

    private static ulong Now() => MonotonicClock.Nanoseconds;
}
