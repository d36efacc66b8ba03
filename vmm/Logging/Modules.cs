namespace Kiln.Vmm.Logging;

/// <summary>The names of modules. A user selects modules by a prefix.</summary>
internal static class Modules
{
    /// <summary>The number of modules, at most 64: a set of them is a 64-bit mask.</summary>
    internal const int Count = (int)Module.Metrics + 1;

    internal const ulong All = ulong.MaxValue;

    internal static string NameOf(Module module) => module switch
    {
        Module.Main => "main",
        Module.Api => "api",
        Module.Control => "control",
        Module.Machine => "machine",
        Module.Boot => "machine::boot",
        Module.BootTimer => "devices::boot_timer",
        Module.Block => "devices::block",
        Module.Net => "devices::net",
        Module.Vsock => "devices::vsock",
        Module.Balloon => "devices::balloon",
        Module.Metrics => "metrics",
        _ => throw new ArgumentOutOfRangeException(nameof(module)),
    };

    /// <summary>Returns the modules whose names start with a prefix.</summary>
    /// <param name="prefix">Any text; one that no module's name starts with silences all.</param>
    /// <returns>A mask with one bit per module.</returns>
    internal static ulong Matching(string prefix)
    {
        ulong set = 0;
        for (int index = 0; index < Count; index++)
        {
            if (NameOf((Module)index).StartsWith(prefix, StringComparison.Ordinal))
            {
                set |= 1UL << index;
            }
        }
        return set;
    }
}
