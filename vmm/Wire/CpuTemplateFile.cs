using Kiln.Vmm.Foundation;
using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Wire;

/// <summary>Reads a file with a custom CPU template, which a configuration file may name instead of containing the template.</summary>
internal static class CpuTemplateFile
{
    // The templates in use have a few hundred lines.
    private const int MaximumLength = 1024 * 1024;

    /// <param name="path">The path; in a jail, relative to the jail's root.</param>
    /// <exception cref="VmmFailure">The file cannot be read, or is not a valid template.</exception>
    internal static CpuTemplate Read(string path)
    {
        JsonText text = new(path, BoundedFile.Read(path, "CPU template", "cpu-config", MaximumLength));
        try
        {
            JsonReader reader = text.Read();
            CpuTemplate template = CpuTemplateObject.Read(ref reader);
            reader.End();
            return template;
        }
        catch (JsonFailure failure)
        {
            throw text.Failure(failure);
        }
    }
}
