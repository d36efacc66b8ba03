using Kiln.Vmm.Control;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Json;
using Kiln.Vmm.Wire;

namespace Kiln.Vmm.Process;

/// <summary>The machine of a configuration file. Clients match its failure messages.</summary>
internal sealed class ConfiguredMachine
{
    private const string Failed = "Failed to build MicroVM from Json: ";
    private const string NoConfiguration = Failed + "Configuration for VMM from one single json failed: ";
    private const string NoStart = Failed + "Could not Start MicroVM from one single json: ";

    private readonly ConfigurationFile _file;

    private ConfiguredMachine(ConfigurationFile file) => _file = file;

    /// <summary>Reads a configuration file.</summary>
    /// <param name="path">The file; in a jail, relative to the jail's root.</param>
    /// <exception cref="VmmFailure">The file cannot be read, or is not a valid configuration.</exception>
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

    /// <summary>Applies the configuration and starts the machine.</summary>
    /// <param name="controller">Executes the file's actions.</param>
    /// <exception cref="VmmFailure">The configuration is not permitted, or this host cannot run it.</exception>
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
