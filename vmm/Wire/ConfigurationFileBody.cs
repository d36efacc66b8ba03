using Kiln.Vmm.Foundation;
using Kiln.Vmm.Json;

namespace Kiln.Vmm.Wire;

/// <summary>The top-level object of a configuration file. Its sections are objects of the API.</summary>
internal static class ConfigurationFileBody
{
    // In the order in which they are applied, whatever their order in the file.
    private static readonly ConfigurationSection[] _sections = ApiObjects.Sections;

    private static readonly JsonShape _shape = new(
        "struct VmmConfig",
        Array.ConvertAll(_sections, section => section.IsRequired ? JsonField.Required(section.Name) : JsonField.Optional(section.Name)));

    /// <returns>The actions that the file asks for, in the order in which they are to be executed.</returns>
    /// <exception cref="JsonFailure">The text is invalid, or asks for a device that this version does not have.</exception>
    /// <exception cref="VmmFailure">It names a CPU template file that is invalid.</exception>
    internal static IReadOnlyList<ConfiguredAction> Read(ref JsonReader reader)
    {
        ConfiguredActions actions = new();
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            actions.Section = Array.FindIndex(_sections, section => section.Name == field);
            _sections[actions.Section].ReadSection(ref reader, actions);
        }
        return actions.Finish();
    }
}
