using Kiln.Vmm.Control;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Json;
using Kiln.Vmm.Wire;

namespace Kiln.Vmm.Process;

/// <summary>The machine of a configuration file. What keeps it from starting is told in the words that clients match.</summary>
internal sealed class ConfiguredMachine
{
    private const string Failed = "Failed to build MicroVM from Json: ";
    private const string NoConfiguration = Failed + "Configuration for VMM from one single json failed: ";
    private const string NoStart = Failed + "Could not Start MicroVM from one single json: ";

    private readonly ConfigurationFile _file;

    private ConfiguredMachine(ConfigurationFile file) => _file = file;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; in a jail, a path of the jail.</param>
    /// <exception cref="VmmFailure">It cannot be read, or is no configuration.</exception>
    internal static ConfiguredMachine Read(string path)
    {
        JsonText text = ConfigurationFile.Open(path);
        try
        {
            return new ConfiguredMachine(ConfigurationFile.Parse(text));
        }
        catch (VmmFailure failure)
        {
            throw new VmmFailure(NoConfiguration + failure.Message, failure.ExitCode);
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="controller">Does what the file asks for.</param>
    /// <exception cref="VmmFailure">There cannot be such a machine, or not on this host.</exception>
    internal void Start(Controller controller)
    {
        try
        {
            _file.Apply(controller);
        }
        catch (VmmFailure failure)
        {
            throw new VmmFailure(NoConfiguration + failure.Message, failure.ExitCode);
        }
        if (controller.Execute(new StartMicroVm()).Cause is { } cause)
        {
            throw new VmmFailure(NoStart + cause);
        }
    }
}
