using Kiln.Vmm.Control;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Json;
using Kiln.Vmm.Model;

namespace Kiln.Vmm.Wire;

/// <summary>The file of <c>--config-file</c>: what a client would ask of the API, and where in the file each of it stands.</summary>
internal sealed class ConfigurationFile
{
    // A machine with every device that it can have is described in a few KiB.
    private const int MaximumLength = 1024 * 1024;

    // What messages call it, and the option that names it.
    private const string What = "configuration file";
    private const string Option = "--config-file";

    private readonly JsonText _text;

    private ConfigurationFile(JsonText text, IReadOnlyList<ConfiguredAction> actions)
    {
        _text = text;
        Actions = actions;
    }

    /// <summary>What messages call it.</summary>
    internal string Name => _text.Name;

    /// <summary>What it asks for, in the order in which it is to be done.</summary>
    internal IReadOnlyList<ConfiguredAction> Actions { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; in a jail, a path of the jail. <c>-</c> is standard input, read to its end.</param>
    /// <exception cref="VmmFailure">It cannot be read, or is no configuration.</exception>
    internal static ConfigurationFile Read(string path) => Parse(Open(path));

    /// <summary>Reads a file's text.</summary>
    /// <param name="path">As above.</param>
    /// <exception cref="VmmFailure">It cannot be read.</exception>
    internal static JsonText Open(string path) => path == "-"
        ? new JsonText("standard input", BoundedFile.ReadStandardInput(What, Option, MaximumLength))
        : new JsonText(path, BoundedFile.Read(path, What, Option, MaximumLength));

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="VmmFailure">It is no configuration.</exception>
    internal static ConfigurationFile Parse(JsonText text)
    {
        try
        {
            JsonReader reader = text.Read();
            IReadOnlyList<ConfiguredAction> actions = ConfigurationFileBody.Read(ref reader);
            reader.End();
            return new ConfigurationFile(text, actions);
        }
        catch (JsonFailure failure)
        {
            throw text.Failure(failure);
        }
    }

    /// <summary>Does what it asks for.</summary>
    /// <param name="controller">Does it.</param>
    /// <exception cref="VmmFailure">Something was not done; nothing behind it was, either.</exception>
    internal void Apply(Controller controller)
    {
        foreach (ConfiguredAction configured in Actions)
        {
            if (controller.Execute(configured.Action).Refusal is { } refusal)
            {
                throw _text.FailureAt(configured.Offset, refusal);
            }
        }
    }

    /// <summary>Finds what machine it describes, as far as neither KVM nor files are needed to tell whether there can be one.</summary>
    /// <exception cref="VmmFailure">There cannot be one.</exception>
    internal VmConfiguration Check()
    {
        Controller controller = new(new CheckingHost(), VmConfiguration.Default);
        Apply(controller);
        return controller.Description.Configuration;
    }
}
