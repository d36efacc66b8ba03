using System.IO;
using System.Linq;
using Xunit;

namespace Kiln.Testing.Harness;

/// <summary>What a test cannot do without. Where it is missing the test is skipped with this reason.</summary>
internal static class Requires
{
    /// <summary>Root: the jailer makes device nodes and namespaces.</summary>
    internal static void Root() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: run the tests with sudo");

    /// <summary>A KVM device that this process may open.</summary>
    internal static void Kvm()
    {
        Assert.SkipUnless(File.Exists("/dev/kvm"), "needs /dev/kvm: this host has no KVM device");
        try
        {
            using FileStream device = new("/dev/kvm", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);
        }
        catch (UnauthorizedAccessException)
        {
            Assert.Skip("needs /dev/kvm: this user may not open it; join group kvm or use sudo");
        }
    }

    /// <summary>A browser for the pages that commands write.</summary>
    internal static void Browser() => Assert.SkipUnless(File.Exists(Artifacts.Browser), "needs a browser: there is no /usr/bin/chromium; install chromium");

    /// <summary>A Linux kernel for the guest.</summary>
    internal static void GuestKernel() => Assert.SkipUnless(
        File.Exists(Artifacts.GuestKernel), "needs a guest kernel: run scripts/build-guest-kernel, or name one by KILN_GUEST_KERNEL");

    /// <summary>KVM by the processor's own virtualization: elsewhere a kernel that was not made for it unpacks itself for many minutes.</summary>
    internal static void HardwareVirtualization() => Assert.SkipUnless(
        File.ReadLines("/proc/cpuinfo").Any(line => line.StartsWith("flags", StringComparison.Ordinal)
            && line.Split(' ').Any(flag => flag is "vmx" or "svm")),
        "needs hardware virtualization: /proc/cpuinfo shows neither vmx nor svm, so /dev/kvm emulates the guest's kernel mode");

    /// <summary>A distribution's kernel.</summary>
    internal static void DistributionKernel() => Assert.SkipUnless(
        Artifacts.DistributionKernel is not null, "needs a distribution's kernel: there is no /boot/vmlinuz*; install linux-image-amd64");

    /// <summary>User namespaces for everybody, with capabilities in them.</summary>
    internal static void UserNamespaces()
    {
        Assert.SkipWhen(Setting("user/max_user_namespaces") == "0", "needs user namespaces: user.max_user_namespaces is 0");
        Assert.SkipWhen(Setting("kernel/unprivileged_userns_clone") == "0", "needs user namespaces: kernel.unprivileged_userns_clone is 0");
        Assert.SkipWhen(
            Setting("kernel/apparmor_restrict_unprivileged_userns") == "1", "needs user namespaces: kernel.apparmor_restrict_unprivileged_userns is 1");
    }

    /// <summary>Core dumps in the directory of the process that they are of.</summary>
    internal static void CoreDumpsInPlace() => Assert.SkipUnless(
        Setting("kernel/core_pattern") is { } pattern && !pattern.Contains('/') && !pattern.StartsWith('|'),
        "needs core dumps in place: kernel.core_pattern sends them elsewhere");

    /// <summary>The distribution's Python, whatever else is on PATH.</summary>
    internal const string Python = "/usr/bin/python3";

    /// <summary>The Prometheus project's parser of OpenMetrics.</summary>
    internal static void OpenMetricsParser() => Assert.SkipUnless(
        File.Exists("/usr/lib/python3/dist-packages/prometheus_client/openmetrics/parser.py"),
        "needs python3-prometheus-client: install it, or run scripts/install-prerequisites");

    /// <summary>Both.</summary>
    internal static void RootAndKvm()
    {
        Root();
        Kvm();
    }

    // Null where the kernel has no such setting.
    private static string? Setting(string name) => File.Exists($"/proc/sys/{name}") ? File.ReadAllText($"/proc/sys/{name}").TrimEnd() : null;
}
