using Kiln.Vmm.Control.Actions;
using Kiln.Vmm.Control.Json;

namespace Kiln.Vmm.Control;

/// <summary>The file of <c>--config-file</c>: the objects of the API by their names, which ask for the same actions (section 2.4 of the contract).</summary>
internal sealed class ConfigurationFile
{
    /// <summary>What names standard input in a file's place.</summary>
    internal const string StandardInput = "-";

    // A machine with every device that it can have is described in a few KiB.
    private const int MaximumLength = 1024 * 1024;

    private readonly JsonText _text;
    private readonly IReadOnlyList<ConfiguredAction> _actions;

    private ConfigurationFile(JsonText text, IReadOnlyList<ConfiguredAction> actions)
    {
        _text = text;
        _actions = actions;
    }

    /// <summary>Reads a configuration.</summary>
    /// <param name="path">The file, in a jail a path of the jail; or <see cref="StandardInput"/>.</param>
    /// <exception cref="VmmFailure">It cannot be read, is not JSON, or has what an object of the API cannot have.</exception>
    internal static ConfigurationFile Read(string path) => path == StandardInput
        ? Parse(new JsonText("standard input", BoundedFile.ReadStandardInput(MaximumLength)))
        : Parse(new JsonText(path, BoundedFile.Read(path, "configuration file", "--config-file", MaximumLength)));

    /// <summary>Reads a configuration.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="VmmFailure">It is not JSON, or has what an object of the API cannot have.</exception>
    internal static ConfigurationFile Parse(JsonText text)
    {
        if (text.Bytes.AsSpan().StartsWith("\uFEFF"u8))
        {
            throw text.FailureAt(0, "it starts with a byte order mark, which JSON does not have; save it without");
        }
        try
        {
            JsonReader reader = new(text.Bytes);
            ConfigurationObjects objects = ConfigurationObjects.Read(ref reader);
            reader.End();
            return new ConfigurationFile(text, objects.Actions);
        }
        catch (JsonFailure failure)
        {
            throw text.FailureAt(failure.Offset, failure.Words);
        }
    }

    /// <summary>Has everything executed that it asks for, but for the start.</summary>
    /// <param name="controller">Executes.</param>
    /// <exception cref="VmmFailure">Something is refused; the message says where it stands.</exception>
    internal void Apply(Controller controller)
    {
        foreach ((VmmAction action, int offset) in _actions)
        {
            if (controller.Execute(action).Refusal is { } refusal)
            {
                throw _text.FailureAt(offset, refusal);
            }
        }
    }
}
