using Kiln.Vmm.Control.Bodies;
using Kiln.Vmm.Control.Json;
using Kiln.Vmm.Machine.Cpu.Templates;

namespace Kiln.Vmm.Control;

/// <summary>A custom CPU template in a configuration: the object itself, or the path of a file that holds it.</summary>
internal static class CpuTemplateFile
{
    // The templates in use have some hundred lines.
    private const int MaximumLength = 1024 * 1024;

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object, or the path; in a jail, a path of the jail.</param>
    /// <exception cref="JsonFailure">It is neither.</exception>
    /// <exception cref="VmmFailure">The file cannot be read, or holds no template.</exception>
    internal static CpuTemplate Read(ref JsonReader reader) =>
        reader.PeekKind() == JsonKind.String ? Read(PathText.Read(ref reader, "cpu-config")) : CpuTemplateBody.Read(ref reader);

    private static CpuTemplate Read(string path)
    {
        JsonText text = new(path, BoundedFile.Read(path, "CPU template", "cpu-config", MaximumLength));
        try
        {
            JsonReader reader = new(text.Bytes);
            CpuTemplate template = CpuTemplateBody.Read(ref reader);
            reader.End();
            return template;
        }
        catch (JsonFailure failure)
        {
            throw text.FailureAt(failure.Offset, failure.Words);
        }
    }
}
