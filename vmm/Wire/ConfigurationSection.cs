using System.Text.Json;
using Kiln.Vmm.Json;
using Kiln.Vmm.Model;

namespace Kiln.Vmm.Wire;

/// <summary>An object of the API that is also a section of configuration files and a member of <c>/vm/config</c>.</summary>
internal abstract class ConfigurationSection : ApiObject
{
    /// <summary>The name of the section and of the member.</summary>
    internal abstract string Name { get; }

    /// <summary>Whether a configuration file must have the section.</summary>
    internal virtual bool IsRequired => false;

    /// <summary>The position among the members of <c>/vm/config</c>, from 0 and unique; null when the object is not a member.</summary>
    internal abstract int? AnswerPlace { get; }

    /// <summary>Reads the section of a configuration file.</summary>
    /// <param name="actions">Receives the actions that the section asks for, or the reason for refusing it.</param>
    /// <exception cref="JsonFailure">The value is invalid.</exception>
    internal abstract void ReadSection(ref JsonReader reader, ConfiguredActions actions);

    /// <summary>Writes the value of the member of <c>/vm/config</c>.</summary>
    /// <param name="configuration">The configuration of the whole machine.</param>
    internal abstract void WriteValue(Utf8JsonWriter json, VmConfiguration configuration);
}
