using Kiln.Vmm.Limits;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Model.Devices;

/// <summary>An entropy device.</summary>
/// <param name="Limit">The rate limit, or null.</param>
internal sealed record EntropyConfiguration(RateLimiterConfiguration? Limit = null)
{
    private const string Section = "entropy";
    private const ushort Version = 1;

    internal void Save(ref StateWriter state)
    {
        state.Begin(Section, Version);
        RateLimiterConfiguration.Save(Limit, ref state);
        state.End();
    }

    /// <exception cref="StateFailure"/>
    internal static EntropyConfiguration Load(ref StateReader state)
    {
        state.Begin(Section, Version);
        EntropyConfiguration entropy = new(RateLimiterConfiguration.Load(ref state));
        state.End();
        return entropy;
    }
}
