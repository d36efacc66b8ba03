using Kiln.CommandLine;
using Kiln.Linux.Processes;

namespace Kiln.Vmm.Foundation;

/// <summary>
/// What the monitor calls itself, wherever somebody looks. Clients of Firecracker, their tests and whoever pins its threads look for its words; a
/// file that bears its name makes the monitor bear it too.
/// </summary>
internal sealed record Identity
{
    private Identity()
    {
    }

    /// <summary>The identity of a file that is called <c>firecracker</c>, or <c>firecracker-</c> and more.</summary>
    internal static Identity Firecracker { get; } = new()
    {
        Name = "Firecracker",
        Version = KilnVersion.ApiLevel,
        Versions = $"Firecracker v{KilnVersion.ApiLevel}\n{KilnVersion.Text}",
        FirstThread = "main",
        ApiThread = "fc_api",
        VcpuThreads = "fc_vcpu",
    };

    /// <summary>The identity of every other file, and of a descriptor.</summary>
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

    /// <summary>This process's.</summary>
    internal static Identity Current { get; } = Of(ExecutedFile.Name);

    /// <summary>The program's name, in the log and the answers of the API.</summary>
    internal required string Name { get; init; }

    /// <summary>The version that goes with the name.</summary>
    internal required string Version { get; init; }

    /// <summary>What <c>--version</c> prints, without the last line end.</summary>
    internal required string Versions { get; init; }

    /// <summary>The process's name for the kernel; null when it keeps the file's.</summary>
    internal string? ProcessName { get; private init; }

    /// <summary>The name of the vmm thread in the log.</summary>
    internal required string FirstThread { get; init; }

    /// <summary>The name of the api thread.</summary>
    internal required string ApiThread { get; init; }

    /// <summary>The name of the threads of virtual processors, in front of the processor's number.</summary>
    internal required string VcpuThreads { get; init; }

    /// <summary>The value of the header <c>Server</c>.</summary>
    internal ReadOnlySpan<byte> Server => ReferenceEquals(this, Firecracker) ? "Firecracker API"u8 : "Kiln API"u8;

    /// <summary>The identity that a file gives.</summary>
    /// <param name="file">The last component of its path.</param>
    internal static Identity Of(ReadOnlySpan<byte> file) =>
        file.StartsWith("firecracker"u8) && (file.Length == "firecracker"u8.Length || file["firecracker"u8.Length] == (byte)'-') ? Firecracker : Kiln;
}
