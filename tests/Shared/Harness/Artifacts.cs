using System.IO;
using System.Linq;

namespace Kiln.Testing.Harness;

/// <summary>Locations of the build's output that tests run.</summary>
internal static class Artifacts
{
    /// <summary>The repository's root: the nearest folder above the tests that holds the build script.</summary>
    internal static string Root { get; } = FindRoot();

    internal static string Jailer => Path.Combine(Root, "artifacts/bin/jailer");

    /// <summary>The program of the jailer's profile commands.</summary>
    internal static string JailerProfile => Path.Combine(Root, "artifacts/bin/jailer-profile");

    internal static string Vmm => Path.Combine(Root, "artifacts/bin/vmm");

    /// <summary>The published probe of tests/Probes.</summary>
    internal static string Probe => Path.Combine(Root, "artifacts/probes/probe");

    /// <summary>The jailer of tests/WeakJailer, which omits the steps it is told to.</summary>
    internal static string WeakJailer => Path.Combine(Root, "artifacts/probes/weak-jailer");

    /// <summary>The program of tests/hostile, which tries to get out of a jail.</summary>
    internal static string Hostile => Path.Combine(Root, "artifacts/probes/hostile");

    /// <summary>The program of tests/GoClient, a client that uses only Go's standard library.</summary>
    internal static string GoClient => Path.Combine(Root, "artifacts/probes/go-client");

    /// <summary>The fuzzer of tests/Fuzz, as the build leaves it.</summary>
    internal static string Fuzzer => Path.Combine(Root, "artifacts/build/bin/Kiln.Fuzz/release/Kiln.Fuzz");

    /// <summary>The program of tests/Benchmarks, as the build leaves it.</summary>
    internal static string Benchmarks => Path.Combine(Root, "artifacts/build/bin/Kiln.Benchmarks/release/Kiln.Benchmarks");

    /// <summary>The program of tests/MetadataClient, as the build leaves it.</summary>
    internal static string MetadataClient => Path.Combine(Root, "artifacts/build/bin/Kiln.MetadataClient/release/Kiln.MetadataClient");

    /// <summary>cloud-init's Python.</summary>
    internal static string CloudInit => Path.Combine(Root, "artifacts/cloud-init/usr/lib/python3/dist-packages");

    internal static string Browser => "/usr/bin/chromium";

    /// <summary>Where tests keep screenshots for people.</summary>
    internal static string Pictures => Directory.CreateDirectory(Path.Combine(Root, "artifacts/pictures")).FullName;

    /// <summary>The directory of the shipped profiles.</summary>
    internal static string Profiles => Path.Combine(Root, "seccomp-profiles");

    /// <param name="name">Its name in tests/guests.</param>
    internal static string Guest(string name) => Path.Combine(Root, "artifacts/guests", name);

    /// <summary>A Linux kernel for guests: the one named by KILN_GUEST_KERNEL, built by the build, or next to the checkout.</summary>
    internal static string GuestKernel
    {
        get
        {
            string? named = Environment.GetEnvironmentVariable("KILN_GUEST_KERNEL");
            string built = Path.Combine(Root, "artifacts/guest-kernel/vmlinux");
            return !string.IsNullOrEmpty(named) ? named : File.Exists(built) ? built : Path.Combine(Root, "../shared/guest/vmlinux");
        }
    }

    /// <summary>A bzImage of the host's distribution, or null.</summary>
    internal static string? DistributionKernel =>
        Directory.Exists("/boot") ? Directory.EnumerateFiles("/boot", "vmlinuz*").Order(StringComparer.Ordinal).LastOrDefault() : null;

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "build.cake")))
            {
                return folder.FullName;
            }
        }
        throw new InvalidOperationException("the tests do not run inside a checkout of the repository");
    }
}
