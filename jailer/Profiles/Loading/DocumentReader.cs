using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Sources;
using Kiln.Profiles.Yaml;

namespace Kiln.Profiles.Loading;

/// <summary>Reads each document of a source once, for all callers: only its content tells whether it is a profile or a file of constants.</summary>
internal sealed class DocumentReader(IProfileSource source, List<Diagnostic> diagnostics)
{
    private readonly Dictionary<string, Node?> _documents = [];

    /// <summary>Reads a document, or returns the one read before.</summary>
    /// <param name="name">The file's name without its extension.</param>
    /// <returns>The document, or null when it cannot be read: the diagnostics say why.</returns>
    internal Node? Read(string name)
    {
        if (!_documents.TryGetValue(name, out Node? document))
        {
            try
            {
                document = YamlReader.Read(source.FileOf(name), source.Read(name));
            }
            catch (ProfileException exception)
            {
                diagnostics.Add(exception.Diagnostic);
            }
            _documents.Add(name, document);
        }
        return document;
    }
}
