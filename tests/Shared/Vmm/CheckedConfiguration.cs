using Kiln.Vmm.Control;
using Kiln.Vmm.Model;
using Kiln.Vmm.Wire;

namespace Kiln.Testing.Vmm;

/// <summary>What a configuration file says, without KVM and without opening the files that it names.</summary>
internal static class CheckedConfiguration
{
    /// <exception cref="Kiln.Vmm.Foundation.VmmFailure">The configuration is invalid.</exception>
    internal static VmConfiguration Check(this ConfigurationFile file)
    {
        Controller controller = new(new CheckingHost(), VmConfiguration.Default);
        file.Apply(controller);
        return controller.Description.Configuration;
    }
}
