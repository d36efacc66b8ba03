using Kiln.Vmm.Foundation;
using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Wire;

/// <summary>Reads a file with a custom CPU template, which a configuration file names in the place of one.</summary>
internal static class CpuTemplateFile
{
    // The templates in use have some hundred lines.
    private const int MaximumLength = 1024 * 1024;

    /// <summary>Reads it.</summary>
    /// <param name="path">The file; in a jail, a path of the jail.</param>
    /// <exception cref="VmmFailure">It cannot be read, or is no template.</exception>
    internal static CpuTemplate Read(string path)
    {
        JsonText text = new(path, BoundedFile.Read(path, "CPU template", "cpu-config", MaximumLength));
        try
        {
            JsonReader reader = text.Read();
            CpuTemplate template = CpuTemplateBody.Read(ref reader);
            reader.End();
            return template;
        }
        catch (JsonFailure failure)
        {
            throw text.Failure(failure);
        }
    }
}
