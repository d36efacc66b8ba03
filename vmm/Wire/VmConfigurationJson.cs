using System.Text.Json;
using Kiln.Vmm.Model;

namespace Kiln.Vmm.Wire;

/// <summary>Writes <c>/vm/config</c>, with its members in the contract's order. What the machine does not have is null or an empty list.</summary>
internal static class VmConfigurationJson
{
    private static readonly ConfigurationSection[] _members = InOrder(Array.FindAll(ApiObjects.Sections, section => section.AnswerPlace is not null));

    internal static void Write(Utf8JsonWriter json, VmConfiguration configuration)
    {
        json.WriteStartObject();
        foreach (ConfigurationSection member in _members)
        {
            json.WritePropertyName(member.Name);
            member.WriteValue(json, configuration);
        }
        json.WriteEndObject();
    }

    private static ConfigurationSection[] InOrder(ConfigurationSection[] members)
    {
        Array.Sort(members, (one, other) => one.AnswerPlace!.Value - other.AnswerPlace!.Value);
        return members;
    }
}
