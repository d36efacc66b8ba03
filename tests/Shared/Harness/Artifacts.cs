using System.IO;
using System.Linq;

namespace Kiln.Testing.Harness;

/// <summary>Where the build put what these tests run.</summary>
internal static class Artifacts
{
    /// <summary>The repository's root: the nearest folder above the tests that holds the build script.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>The published jailer.</summary>
    internal static string Jailer => Path.Combine(Root, "artifacts/bin/jailer");

    /// <summary>The published monitor.</summary>
    internal static string Vmm => Path.Combine(Root, "artifacts/bin/vmm");

    /// <summary>The published probe of tests/Probes.</summary>
    internal static string Probe => Path.Combine(Root, "artifacts/probes/probe");

    /// <summary>The jailer of tests/WeakJailer, which leaves out what it is told to.</summary>
    internal static string WeakJailer => Path.Combine(Root, "artifacts/probes/weak-jailer");

    /// <summary>The program of tests/hostile, which tries to get out of a jail.</summary>
    internal static string Hostile => Path.Combine(Root, "artifacts/probes/hostile");

    /// <summary>The program of tests/GoClient, a client with Go's standard library alone.</summary>
    internal static string GoClient => Path.Combine(Root, "artifacts/probes/go-client");

    /// <summary>The fuzzer of tests/Fuzz, as the build leaves it.</summary>
    internal static string Fuzzer => Path.Combine(Root, "artifacts/build/bin/Kiln.Fuzz/release/Kiln.Fuzz");

    /// <summary>A browser that needs no display.</summary>
    internal static string Browser => "/usr/bin/chromium";

    /// <summary>Where tests keep pictures for people.</summary>
    internal static string Pictures => Directory.CreateDirectory(Path.Combine(Root, "artifacts/pictures")).FullName;

    /// <summary>The directory of the shipped profiles.</summary>
    internal static string Profiles => Path.Combine(Root, "seccomp-profiles");

    /// <summary>A test guest.</summary>
    /// <param name="name">Its name in tests/guests.</param>
    internal static string Guest(string name) => Path.Combine(Root, "artifacts/guests", name);

    /// <summary>A Linux kernel that runs on these hosts: what KILN_GUEST_KERNEL names, what the build made, or what lies beside the checkout.</summary>
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
