using System.Text;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Model;

/// <summary>Measures the strings of a configuration that clients can make long.</summary>
internal static class ConfigurationText
{
    /// <summary>The maximum total in bytes of UTF-8: many times what any real machine needs. In answers a byte can take six when escaped.</summary>
    internal const int Most = 256 * 1024;

    /// <summary>Returns the total length in bytes of UTF-8.</summary>
    internal static int LengthOf(VmConfiguration configuration) =>
        LengthOf(configuration.BootSource) + configuration.Drives.LengthOf(LengthOf) + configuration.Networks.LengthOf(LengthOf)
        + LengthOf(configuration.Serial.OutputPath);

    private static int LengthOf(BootSource? source) =>
        LengthOf(source?.KernelImagePath) + LengthOf(source?.InitrdPath) + LengthOf(source?.BootArguments);

    private static int LengthOf(DriveConfiguration drive) =>
        LengthOf(drive.Id) + LengthOf(drive.PartitionUuid) + LengthOf(drive.Path) + LengthOf(drive.Socket);

    private static int LengthOf(NetworkInterfaceConfiguration network) => LengthOf(network.Id) + LengthOf(network.HostDevice);

    private static int LengthOf(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
