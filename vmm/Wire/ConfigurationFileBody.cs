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

    /// <returns>The actions that the file asks for, and the reasons for refusing it.</returns>
    /// <exception cref="JsonFailure">The text is invalid.</exception>
    internal static ConfiguredActions Read(ref JsonReader reader)
    {
        ConfiguredActions actions = new();
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            actions.Section = Array.FindIndex(_sections, section => section.Name == field);
            _sections[actions.Section].ReadSection(ref reader, actions);
        }
        return actions;
    }
}
