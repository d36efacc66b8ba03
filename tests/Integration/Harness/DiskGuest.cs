using System.IO;
using System.Text.Json;
using Kiln.Testing.Harness;

namespace Kiln.Integration.Tests.Harness;

/// <summary>
/// A jail with one disk and a guest of this project that drives it without an operating system, which takes milliseconds where Linux takes half
/// a minute. The disk keeps its content between runs; jail and disk are removed when the test ends.
/// </summary>
internal sealed class DiskGuest : IDisposable
{
    private const string DiskName = "disk";
    private const string KernelName = "kernel";

    // The hostile guest has its cases for exactly that.
    private const int MemoryMebibytes = 128;

    // Some guests move tens of megabytes, or try hundreds of things, on a machine that others use too.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    private readonly string _fields;

    /// <summary>Makes an empty disk in an empty jail.</summary>
    /// <param name="fields">More fields of the drive than its id, path and place, as the API has them.</param>
    internal DiskGuest(int mebibytes, string fields)
    {
        _fields = fields;
        Jail.StageDisk(DiskName, path =>
        {
            using FileStream image = new(path, FileMode.CreateNew);
            image.SetLength((long)mebibytes << 20);
        });
    }

    internal TestJail Jail { get; } = new();

    /// <summary>The disk's image on the host.</summary>
    internal string Image => Jail.PathOf(DiskName);

    /// <summary>Stages a guest for the jail's next run.</summary>
    /// <param name="guest">Its name in tests/guests.</param>
    /// <param name="words">The words of its command line, by which it knows what to do.</param>
    internal void Stage(string guest, string words)
    {
        Jail.Stage(KernelName, File.ReadAllBytes(Artifacts.Guest(guest)));
        Jail.StageConfiguration($$"""
            {
              "boot-source": {"kernel_image_path": "{{KernelName}}", "boot_args": {{JsonSerializer.Serialize(words)}}},
              "drives": [{"drive_id": "disk", "path_on_host": "{{DiskName}}", "is_root_device": false, {{_fields}}}],
              "machine-config": {"vcpu_count": 1, "mem_size_mib": {{MemoryMebibytes}}}
            }
            """);
    }

    /// <summary>Runs a guest to its end, jailed and under all filters.</summary>
    /// <param name="guest">Its name in tests/guests.</param>
    /// <param name="words">The words of its command line, by which it knows what to do.</param>
    internal ProgramResult Run(string guest, string words)
    {
        Stage(guest, words);
        using RunningProgram program = Jail.Start();
        return program.WaitForEnd(_patience);
    }

    public void Dispose() => Jail.Dispose();
}
