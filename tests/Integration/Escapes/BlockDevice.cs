using System.IO;
using System.Linq;
using Xunit;

namespace Kiln.Integration.Tests.Escapes;

/// <summary>A disk of the host.</summary>
internal static class BlockDevice
{
    /// <summary>Finds one that root may read: some hosts keep theirs even from root.</summary>
    /// <returns>Its device number, such as <c>7:0</c>. Without such a device the test is skipped.</returns>
    internal static string Readable()
    {
        string? name = Directory.GetFileSystemEntries("/sys/class/block").Select(path => Path.GetFileName(path)).FirstOrDefault(IsReadable);
        Assert.SkipWhen(name is null, "needs a disk: there is no block device here that root may read");
        return File.ReadAllText($"/sys/class/block/{name}/dev").Trim();
    }

    private static bool IsReadable(string name)
    {
        try
        {
            using FileStream device = new($"/dev/{name}", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
