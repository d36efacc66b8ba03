using System.IO;
using System.Linq;
using Xunit;

namespace Kiln.Integration.Tests.Harness;

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

    /// <summary>A controller of cgroup version 1.</summary>
    /// <param name="controller">The controller.</param>
    /// <returns>The topmost directory of its hierarchy.</returns>
    internal static string FirstCgroup(string controller)
    {
        string? top = HostCgroups.FirstOf(controller);
        Assert.SkipUnless(top is not null, $"needs cgroup v1 with the controller {controller}: this host has it in v2, or not at all");
        return top!;
    }

    /// <summary>A controller of cgroup version 2.</summary>
    /// <param name="controller">The controller.</param>
    /// <returns>The topmost directory.</returns>
    internal static string SecondCgroup(string controller)
    {
        Assert.SkipUnless(HostCgroups.SecondHas(controller), $"needs cgroup v2 with the controller {controller}: this host has it in v1, or not at all");
        return HostCgroups.Second!;
    }

    /// <summary>A controller of cgroup version 2, which it is given for the time of a test if need be.</summary>
    /// <param name="controller">The controller.</param>
    internal static MovedController MovedToSecondCgroup(string controller)
    {
        MovedController? moved = MovedController.ToSecond(controller, out string obstacle);
        Assert.SkipUnless(moved is not null, $"needs cgroup v2 with the controller {controller}: {obstacle}");
        return moved!;
    }

    /// <summary>Both versions of cgroups.</summary>
    internal static void HybridCgroups() => Assert.SkipUnless(
        HostCgroups.Second is not null && HostCgroups.Tops.Count > 1, "needs a hybrid host: this one has cgroups of one version, or none");
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
