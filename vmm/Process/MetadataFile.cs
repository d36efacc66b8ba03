using Kiln.Vmm.Control;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Json;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Mmds.Data;

namespace Kiln.Vmm.Process;

/// <summary>The file of <c>--metadata</c>: the guest's metadata from the start on. Clients match its failure messages.</summary>
internal sealed class MetadataFile
{
    private readonly MetadataDocument _document;

    private MetadataFile(MetadataDocument document) => _document = document;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; in a jail, relative to the jail's root.</param>
    /// <exception cref="VmmFailure">It cannot be read, or is no JSON.</exception>
    internal static MetadataFile Read(string path)
    {
        byte[] text = Open(path);
        try
        {
            JsonReader reader = new(text);
            MetadataFile file = new(MetadataDocument.Read(ref reader));
            reader.End();
            return file;
        }
        catch (JsonFailure failure)
        {
            throw new VmmFailure($"MMDS error: metadata provided not valid json: {failure.Message}; check --metadata");
        }
    }

    /// <summary>Stores the data.</summary>
    /// <param name="controller">Executes the action.</param>
    /// <exception cref="VmmFailure">They exceed the limit.</exception>
    internal void Store(Controller controller)
    {
        if (controller.Execute(new PutMetadata(_document)).Cause is { } cause)
        {
            throw new VmmFailure($"Failed to build MicroVM: Populating MMDS from file failed: {cause} Check --metadata and --mmds-size-limit");
        }
        Log.Info(Module.Main, $"Successfully added metadata to mmds from file");
    }

    private static byte[] Open(string path)
    {
        try
        {
            return BoundedFile.Read(path, "metadata file", "--metadata", MetadataDocument.MostLength);
        }
        catch (VmmFailure failure)
        {
            throw new VmmFailure($"Unable to open or read from the mmds content file: {failure.Message}", failure.ExitCode);
        }
    }
}
