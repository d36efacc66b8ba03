using System.Linq;
using System.Text;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Model;

/// <summary>The text of a configuration that clients wrote: what of it can be long.</summary>
internal static class ConfigurationText
{
    /// <summary>The most that there can be, in bytes of UTF-8: any machine in use, many times over. Answers hold it escaped, six bytes for one.</summary>
    internal const int Most = 256 * 1024;

    /// <summary>How much there is, in bytes of UTF-8.</summary>
    /// <param name="configuration">The configuration.</param>
    internal static int LengthOf(VmConfiguration configuration) =>
        LengthOf(configuration.BootSource) + configuration.Drives.Sum(LengthOf) + LengthOf(configuration.Serial.OutputPath);

    private static int LengthOf(BootSource? source) =>
        LengthOf(source?.KernelImagePath) + LengthOf(source?.InitrdPath) + LengthOf(source?.BootArguments);

    private static int LengthOf(DriveConfiguration drive) =>
        LengthOf(drive.Id) + LengthOf(drive.PartitionUuid) + LengthOf(drive.Path) + LengthOf(drive.Socket);

    private static int LengthOf(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
