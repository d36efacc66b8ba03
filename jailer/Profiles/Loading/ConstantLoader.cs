using System.Linq;
using Kiln.Profiles.Binding;
using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Model;
using Kiln.Profiles.Sources;
using Kiln.Profiles.Yaml;

namespace Kiln.Profiles.Loading;

/// <summary>Loads each file of constants once, when a profile includes it, and tracks which constants rules use.</summary>
internal sealed class ConstantLoader(IProfileSource source, DocumentReader documents, List<Diagnostic> diagnostics) : IConstantFiles
{
    private readonly Dictionary<string, ConstantFile?> _files = [];
    private readonly HashSet<ProfileConstant> _used = [];

    /// <summary>Constants that no rule uses: a reader would think that they grant something.</summary>
    internal IEnumerable<Diagnostic> Unused =>
        from file in _files.Values.OfType<ConstantFile>()
        from constant in file.Constants
        where !_used.Contains(constant)
        select constant.Node.Diagnostic(DiagnosticId.UnusedConstant, $"no rule uses {constant.Name}; remove it, or name it in a rule by 'is'");

    /// <inheritdoc/>
    public bool Has(string name) => source.Exists(name) && documents.Read(name) is MappingNode fields && fields.Optional("constants") is not null;

    /// <summary>Whether a profile has included this file of constants.</summary>
    internal bool IsLoaded(string name) => _files.ContainsKey(name);

    /// <inheritdoc/>
    public ConstantScope? ScopeOf(IEnumerable<ScalarNode> includes)
    {
        Dictionary<string, ProfileConstant> names = [];
        foreach (ScalarNode include in includes)
        {
            if (Load(include.Text) is not { } file)
            {
                return null;
            }
            if (file.Constants.FirstOrDefault(constant => !names.TryAdd(constant.Name, constant)) is { } twice)
            {
                throw include.Error(DiagnosticId.Duplicate, $"two files of constants that the profile includes have {twice.Name}; keep one");
            }
        }
        return new ConstantScope(names, _used);
    }

    private ConstantFile? Load(string name)
    {
        if (!_files.TryGetValue(name, out ConstantFile? file))
        {
            try
            {
                file = ConstantBinder.Bind(documents.Read(name)!, name);
            }
            catch (ProfileException exception)
            {
                diagnostics.Add(exception.Diagnostic);
            }
            _files.Add(name, file);
        }
        return file;
    }
}
