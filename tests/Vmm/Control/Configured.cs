using System.Text;
using Kiln.Vmm.Control;
using Kiln.Vmm.Control.Actions;
using Xunit;

namespace Kiln.Vmm.Tests.Control;

/// <summary>What becomes of a configuration that is only checked.</summary>
internal static class Configured
{
    /// <summary>What a machine is made of, by a configuration.</summary>
    /// <param name="json">Its text.</param>
    internal static VmConfiguration By(string json) => By(Encoding.UTF8.GetBytes(json));

    /// <summary>What a machine is made of, by a configuration.</summary>
    /// <param name="json">Its bytes.</param>
    internal static VmConfiguration By(byte[] json) => By(ConfigurationFile.Parse(new JsonText("vm.json", json)));

    /// <summary>What a machine is made of, by a configuration.</summary>
    /// <param name="configuration">The configuration.</param>
    internal static VmConfiguration By(ConfigurationFile configuration)
    {
        Controller controller = new(new UnopenedHost(), VmConfiguration.Default);
        configuration.Apply(controller);
        return controller.Execute(new DescribeMicroVm()).Description!.Configuration;
    }

    /// <summary>Why a configuration is refused.</summary>
    /// <param name="json">Its text.</param>
    internal static string LineFor(string json) => Assert.Throws<VmmFailure>(() => By(json)).Message;
}
