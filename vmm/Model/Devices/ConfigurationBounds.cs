namespace Kiln.Vmm.Model.Devices;

/// <summary>The longest texts of a saved configuration, in bytes of UTF-8: what the API takes, or what a configuration file may hold.</summary>
internal static class ConfigurationBounds
{
    /// <summary>A device's id, from the API or from a configuration file.</summary>
    internal const int Id = 64;

    /// <summary>A path: PATH_MAX without the terminating NUL.</summary>
    internal const int Path = 4095;

    /// <summary>The name of a tap: IFNAMSIZ without the terminating NUL.</summary>
    internal const int HostDevice = 15;

    internal const int PartitionUuid = 64;

    internal const int CommandLine = 64 * 1024;
}
