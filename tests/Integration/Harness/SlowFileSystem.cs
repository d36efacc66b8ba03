using System.IO;
using Xunit;

namespace Kiln.Integration.Tests.Harness;

/// <summary>
/// A file system on a loop device throttled to some megabytes per second, mounted over a jail's base directory until the test ends: uncached
/// reads, and every flush, are slow.
/// </summary>
internal sealed class SlowFileSystem : IDisposable
{
    private const string Throttles = "/sys/fs/cgroup/blkio";

    // Slow enough that a flush of a few megabytes takes seconds, fast enough that a test ends.
    private const int BytesPerSecond = 4 << 20;

    private readonly string _image = Path.GetTempFileName();
    private readonly string _place;
    private readonly string _device;
    private readonly string _number;

    /// <summary>Mounts it, and makes the jail's directories again.</summary>
    /// <param name="jail">The jail; nothing is staged in it yet.</param>
    internal SlowFileSystem(TestJail jail, int mebibytes)
    {
        _place = jail.BaseDirectory;
        using (FileStream image = new(_image, FileMode.Open))
        {
            image.SetLength((long)mebibytes << 20);
        }
        _device = Run("losetup", "--find", "--show", _image).TrimEnd('\n');
        _number = Run("stat", "--format=%Hr:%Lr", _device).TrimEnd('\n');
        Run("mkfs.ext4", "-q", _device);
        Run("mount", _device, _place);
        Directory.CreateDirectory(jail.Root);
        Throttle(BytesPerSecond);
    }

    /// <summary>Whether this host can slow a device down.</summary>
    internal static bool IsPossible => File.Exists(Path.Combine(Throttles, "blkio.throttle.write_bps_device")) && File.Exists("/dev/loop-control");

    public void Dispose()
    {
        Throttle(0);
        Run("umount", "--lazy", _place);
        Run("losetup", "--detach", _device);
        File.Delete(_image);
    }

    // Zero takes the bound away.
    private void Throttle(int bytesPerSecond)
    {
        foreach (string direction in (string[])["read", "write"])
        {
            File.WriteAllText(Path.Combine(Throttles, $"blkio.throttle.{direction}_bps_device"), $"{_number} {bytesPerSecond}");
        }
    }

    private static string Run(string program, params string[] arguments)
    {
        ProgramResult result = RunningProgram.Run(program, arguments);
        Assert.True(result.Status == 0, result.Error);
        return result.Output;
    }
}
