namespace Kiln.Vmm.Logging;

/// <summary>The names of modules, of which a user gives the beginning.</summary>
internal static class Modules
{
    /// <summary>How many there are; a set of them is a number of 64 bits.</summary>
    internal const int Count = (int)Module.Metrics + 1;

    /// <summary>Every module.</summary>
    internal const ulong All = ulong.MaxValue;

    /// <summary>A module's name.</summary>
    /// <param name="module">The module.</param>
    internal static string NameOf(Module module) => module switch
    {
        Module.Main => "main",
        Module.Api => "api",
        Module.Control => "control",
        Module.Console => "console",
        Module.Machine => "machine",
        Module.Boot => "machine::boot",
        Module.Vcpu => "machine::vcpu",
        Module.Serial => "devices::serial",
        Module.I8042 => "devices::i8042",
        Module.BootTimer => "devices::boot_timer",
        Module.Block => "devices::block",
        Module.Metrics => "metrics",
        _ => throw new ArgumentOutOfRangeException(nameof(module)),
    };

    /// <summary>The modules whose names begin with something.</summary>
    /// <param name="prefix">Any text; a module that does not exist here silences all.</param>
    /// <returns>A bit for each, by its number.</returns>
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
