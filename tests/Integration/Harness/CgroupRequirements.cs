using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Harness;

/// <summary>What tests of cgroups need of the host.</summary>
internal static class CgroupRequirements
{
    extension(Requires)
    {
        /// <summary>A controller of cgroup version 1.</summary>
        /// <returns>The topmost directory of its hierarchy.</returns>
        internal static string FirstCgroup(string controller)
        {
            string? top = HostCgroups.FirstOf(controller);
            Assert.SkipUnless(top is not null, $"needs cgroup v1 with the controller {controller}: this host has it in v2, or not at all");
            return top!;
        }

        /// <summary>A controller of cgroup version 2.</summary>
        internal static string SecondCgroup(string controller)
        {
            Assert.SkipUnless(HostCgroups.SecondHas(controller), $"needs cgroup v2 with the controller {controller}: this host has it in v1, or not at all");
            return HostCgroups.Second!;
        }

        /// <summary>Cgroups of version 2, whatever their controllers: each but the topmost can be frozen.</summary>
        internal static string SecondCgroup()
        {
            Assert.SkipUnless(HostCgroups.Second is not null, "needs cgroup v2: this host has not mounted it");
            return HostCgroups.Second!;
        }

        /// <summary>A controller of cgroup version 2, moved there for the duration of the test if necessary.</summary>
        internal static MovedController MovedToSecondCgroup(string controller)
        {
            MovedController? moved = MovedController.ToSecond(controller, out string obstacle);
            Assert.SkipUnless(moved is not null, $"needs cgroup v2 with the controller {controller}: {obstacle}");
            return moved!;
        }

        /// <summary>Both versions of cgroups.</summary>
        internal static void HybridCgroups() => Assert.SkipUnless(
            HostCgroups.Second is not null && HostCgroups.Tops.Count > 1, "needs a hybrid host: this one has cgroups of one version, or none");
    }
}
