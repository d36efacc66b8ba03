using System.Text.Json;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Wire;

/// <summary>Writes a machine's size and processors.</summary>
internal static class MachineConfigurationJson
{
    /// <summary>Writes them.</summary>
    /// <param name="json">At the value.</param>
    /// <param name="configuration">The configuration.</param>
    internal static void Write(Utf8JsonWriter json, VmConfiguration configuration)
    {
        MachineConfiguration machine = configuration.Machine;
        json.WriteStartObject();
        json.WriteNumber("vcpu_count"u8, machine.Processors.Count);
        json.WriteNumber("mem_size_mib"u8, machine.MemoryMebibytes);
        json.WriteBoolean("smt"u8, machine.Processors.Smt);
        // The operator's own template takes the static one's place, and has no name.
        if (configuration.CustomTemplate is null && machine.Template != StaticCpuTemplate.None)
        {
            json.WriteString("cpu_template"u8, MachineConfigurationBody.Templates.NameOf(machine.Template));
        }
        json.WriteBoolean("track_dirty_pages"u8, machine.TracksDirtyPages);
        json.WriteString("huge_pages"u8, MachineConfigurationBody.Pages.NameOf(machine.Pages));
        json.WriteEndObject();
    }
}
