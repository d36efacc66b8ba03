using System.IO;
using System.Linq;

namespace Kiln.Vmm.Tests.Devices.Virtio.Block;

/// <summary>What the test host has open: other tests open and close beside this one, but not these files.</summary>
internal static class OpenDescriptors
{
    /// <summary>The numbers at which a file is open.</summary>
    internal static IEnumerable<int> Of(string path) =>
        from entry in Directory.GetFileSystemEntries("/proc/self/fd")
        where new FileInfo(entry).LinkTarget == path
        select int.Parse(Path.GetFileName(entry), System.Globalization.CultureInfo.InvariantCulture);
}
