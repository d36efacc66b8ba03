using System.Text;
using Kiln.Vmm.Json;
using Kiln.Vmm.Mmds.Data;

namespace Kiln.Vmm.Tests.Mmds.Data;

/// <summary>Documents from texts.</summary>
internal static class Metadata
{
    /// <summary>The store of the contract's table of answers.</summary>
    internal const string Example =
        """{"latest":{"meta-data":{"ami-id":"i-1","n":5,"list":["a","b"],"empty":"","sub":{"k":"v"}},"user-data":"x"}}""";

    internal static MetadataDocument Of(string text)
    {
        JsonReader reader = new(Encoding.UTF8.GetBytes(text));
        MetadataDocument document = MetadataDocument.Read(ref reader);
        reader.End();
        return document;
    }

    internal static string Text(this MetadataDocument document) => Encoding.UTF8.GetString(document.Json.Span);
}
