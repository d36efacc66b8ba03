using System.Diagnostics;
using System.Linq;

namespace Kiln.Testing.Harness;

/// <summary>A block device whose blocks are those of a file, until the test ends.</summary>
internal sealed class LoopDevice : IDisposable
{
    private LoopDevice(string path) => Path = path;

    /// <summary>The path of the device.</summary>
    internal string Path { get; }

    /// <summary>Makes a device of a file; the test is skipped where the host has none left.</summary>
    /// <param name="image">The file.</param>
    /// <param name="options">More options of losetup(8).</param>
    internal static LoopDevice Attach(string image, params string[] options)
    {
        Requires.Root();
        (int status, string device) = Run([.. options, "--find", "--show", image]);
        Xunit.Assert.SkipUnless(status == 0, "needs a loop device: losetup finds none");
        return new LoopDevice(device.TrimEnd('\n'));
    }

    public void Dispose() => Run(["--detach", Path]);

    private static (int Status, string Output) Run(string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("losetup", arguments.AsEnumerable()) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
