using Kiln.Vmm.Control;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Json;

namespace Kiln.Vmm.Wire;

/// <summary>The file of <c>--config-file</c>: the actions that it asks for, and the position of each in the file.</summary>
internal sealed class ConfigurationFile
{
    // The description of a machine with every possible device takes a few KiB.
    private const int MaximumLength = 1024 * 1024;

    // The name of such a file in messages, and the option that names it.
    private const string What = "configuration file";
    private const string Option = "--config-file";

    private readonly JsonText _text;

    private ConfigurationFile(JsonText text, IReadOnlyList<ConfiguredAction> actions)
    {
        _text = text;
        Actions = actions;
    }

    /// <summary>The name of the file in messages.</summary>
    internal string Name => _text.Name;

    /// <summary>The actions that the file asks for, in the order in which they are to be executed.</summary>
    internal IReadOnlyList<ConfiguredAction> Actions { get; }

    /// <summary>Reads and parses a file.</summary>
    /// <param name="path">The path; in a jail, relative to the jail's root. <c>-</c> is standard input, read to its end.</param>
    /// <exception cref="VmmFailure">The file cannot be read, or is not a valid configuration.</exception>
    internal static ConfigurationFile Read(string path) => Parse(Open(path));

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="VmmFailure">The file cannot be read.</exception>
    internal static JsonText Open(string path) => path == "-"
        ? new JsonText("standard input", BoundedFile.ReadStandardInput(What, Option, MaximumLength))
        : new JsonText(path, BoundedFile.Read(path, What, Option, MaximumLength));

    /// <exception cref="VmmFailure">The text is not a valid configuration.</exception>
    internal static ConfigurationFile Parse(JsonText text)
    {
        try
        {
            JsonReader reader = text.Read();
            ConfiguredActions actions = ConfigurationFileBody.Read(ref reader);
            reader.End();
            return new ConfigurationFile(text, actions.Finish());
        }
        catch (JsonFailure failure)
        {
            throw text.Failure(failure);
        }
    }

    /// <exception cref="VmmFailure">An action was refused; those after it were not executed.</exception>
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
}
