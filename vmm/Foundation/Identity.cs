using Kiln.CommandLine;
using Kiln.Linux.Processes;

namespace Kiln.Vmm.Foundation;

/// <summary>
/// The names under which the monitor appears. Clients of Firecracker, their tests and tools that pin its threads match Firecracker's names; when the
/// executable is named like Firecracker's, the monitor uses them.
/// </summary>
internal sealed record Identity
{
    private Identity()
    {
    }

    /// <summary>The identity of an executable named <c>firecracker</c>, or <c>firecracker-</c> with any suffix.</summary>
    internal static Identity Firecracker { get; } = new()
    {
        Name = "Firecracker",
        Version = KilnVersion.ApiLevel,
        Versions = $"Firecracker v{KilnVersion.ApiLevel}\n{KilnVersion.Text}",
        FirstThread = "main",
        ApiThread = "fc_api",
        VcpuThreads = "fc_vcpu",
    };

    /// <summary>The identity of every other executable, and of one executed from a descriptor.</summary>
    internal static Identity Kiln { get; } = new()
    {
        Name = "Kiln",
        Version = KilnVersion.Number,
        Versions = KilnVersion.Text,
        ProcessName = "vmm",
        FirstThread = "vmm",
        ApiThread = "api",
        VcpuThreads = "vcpu",
    };

    /// <summary>The identity of this process.</summary>
    internal static Identity Current { get; } = Of(ExecutedFile.Name);

    /// <summary>The program's name in the log and in API responses.</summary>
    internal required string Name { get; init; }

    /// <summary>The version that is reported with the name.</summary>
    internal required string Version { get; init; }

    /// <summary>Output of <c>--version</c>, without the final newline.</summary>
    internal required string Versions { get; init; }

    /// <summary>The process name to set; null to keep the executable's name.</summary>
    internal string? ProcessName { get; private init; }

    /// <summary>The name of the vmm thread in the log.</summary>
    internal required string FirstThread { get; init; }

    internal required string ApiThread { get; init; }

    /// <summary>The name of the vCPU threads, to which the vCPU's index is appended.</summary>
    internal required string VcpuThreads { get; init; }

    internal ReadOnlySpan<byte> Server => ReferenceEquals(this, Firecracker) ? "Firecracker API"u8 : "Kiln API"u8;

    /// <summary>Chooses the identity by the executable's name.</summary>
    /// <param name="file">The last component of the executable's path.</param>
    internal static Identity Of(ReadOnlySpan<byte> file) =>
        file.StartsWith("firecracker"u8) && (file.Length == "firecracker"u8.Length || file["firecracker"u8.Length] == (byte)'-') ? Firecracker : Kiln;
}
