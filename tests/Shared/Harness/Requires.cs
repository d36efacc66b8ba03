using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Xunit;

namespace Kiln.Testing.Harness;

/// <summary>Requirements of tests. A test whose requirement is missing is skipped with that reason.</summary>
internal static class Requires
{
    private const nint CreateRuleset = 444;
    private const nint AskForVersion = 1;
    private const int ScopeVersion = 6;
    private const int GetExecutableMemoryRefusal = 66;

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

    /// <summary>A kernel whose Landlock has scopes, by which the jailer keeps a monitor from processes and sockets outside.</summary>
    internal static void LandlockScopes() => Assert.SkipUnless(
        syscall(CreateRuleset, 0, 0, AskForVersion) >= ScopeVersion, "needs Landlock of version 6: boot Linux 6.12 or later, with landlock among its security modules");

    /// <summary>A kernel that refuses executable memory to a process that asks for that.</summary>
    internal static void ExecutableMemoryRefusal() => Assert.SkipUnless(
        prctl(GetExecutableMemoryRefusal, 0, 0, 0, 0) >= 0, "needs PR_SET_MDWE: boot Linux 6.3 or later");

    /// <summary>A browser for the pages that commands write.</summary>
    internal static void Browser() => Assert.SkipUnless(File.Exists(Artifacts.Browser), "needs a browser: there is no /usr/bin/chromium; install chromium");

    /// <summary>Another compiler of filters.</summary>
    internal static void SeccompLibrary() => Assert.SkipUnless(
        File.Exists("/usr/include/seccomp.h"), "needs libseccomp: there is no /usr/include/seccomp.h; install libseccomp-dev, or run scripts/install-prerequisites tests");

    /// <summary>A Linux kernel for the guest.</summary>
    internal static void GuestKernel() => Assert.SkipUnless(
        File.Exists(Artifacts.GuestKernel), "needs a guest kernel: run scripts/build-guest-kernel, or name one by KILN_GUEST_KERNEL");

    /// <summary>Whether KVM runs the guest's kernel mode itself.</summary>
    internal static bool HasHardwareVirtualization => File.ReadLines("/proc/cpuinfo").Any(
        line => line.StartsWith("flags", StringComparison.Ordinal) && line.Split(' ').Any(flag => flag is "vmx" or "svm"));

    /// <summary>KVM with hardware virtualization: elsewhere a kernel that was not built for it unpacks itself for many minutes.</summary>
    internal static void HardwareVirtualization() => Assert.SkipUnless(
        HasHardwareVirtualization,
        "needs hardware virtualization: /proc/cpuinfo shows neither vmx nor svm, so /dev/kvm emulates the guest's kernel mode");

    internal static void DistributionKernel() => Assert.SkipUnless(
        Artifacts.DistributionKernel is not null, "needs a distribution's kernel: there is no /boot/vmlinuz*; install linux-image-amd64");

    internal static void UserNamespaces()
    {
        Assert.SkipWhen(Setting("user/max_user_namespaces") == "0", "needs user namespaces: user.max_user_namespaces is 0");
        Assert.SkipWhen(Setting("kernel/unprivileged_userns_clone") == "0", "needs user namespaces: kernel.unprivileged_userns_clone is 0");
        Assert.SkipWhen(
            Setting("kernel/apparmor_restrict_unprivileged_userns") == "1", "needs user namespaces: kernel.apparmor_restrict_unprivileged_userns is 1");
    }

    /// <summary>Core dumps in the working directory of the dumped process.</summary>
    internal static void CoreDumpsInPlace() => Assert.SkipUnless(
        Setting("kernel/core_pattern") is { } pattern && !pattern.Contains('/') && !pattern.StartsWith('|'),
        "needs core dumps in place: kernel.core_pattern sends them elsewhere");

    /// <summary>The distribution's Python, whatever comes first on PATH.</summary>
    internal const string Python = "/usr/bin/python3";

    /// <summary>The Prometheus project's parser of OpenMetrics.</summary>
    internal static void OpenMetricsParser() => Assert.SkipUnless(
        File.Exists("/usr/lib/python3/dist-packages/prometheus_client/openmetrics/parser.py"),
        "needs python3-prometheus-client: install it, or run scripts/install-prerequisites");

    /// <summary>cloud-init, unpacked: where it is installed it configures the machine at its start.</summary>
    internal static void CloudInit() => Assert.SkipUnless(
        Directory.Exists(Artifacts.CloudInit), "needs artifacts/cloud-init: run scripts/install-prerequisites tests on a Debian");

    /// <summary>Root, who may make taps in a network namespace of the test's own.</summary>
    internal static void Taps()
    {
        Root();
        Assert.SkipUnless(File.Exists("/dev/net/tun"), "needs /dev/net/tun: load the kernel's module tun, or mknod /dev/net/tun c 10 200");
    }

    internal static void RootAndKvm()
    {
        Root();
        Kvm();
    }

    // Null where the kernel has no such setting.
    private static string? Setting(string name) => File.Exists($"/proc/sys/{name}") ? File.ReadAllText($"/proc/sys/{name}").TrimEnd() : null;

    [DllImport("libc")]
    private static extern int prctl(int option, nint second, nint third, nint fourth, nint fifth);

    [DllImport("libc")]
    private static extern nint syscall(nint number, nint attributes, nint length, nint flags);
}
