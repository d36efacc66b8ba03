using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Yaml;

namespace Kiln.Profiles.Binding;

/// <summary>The files of constants that profiles may include.</summary>
internal interface IConstantFiles
{
    /// <summary>Whether the file defines constants.</summary>
    bool Has(string name);

    /// <summary>Collects the constants of the included files.</summary>
    /// <param name="includes">The includes that name files of constants.</param>
    /// <returns>The scope, or null when a file has an error, which is in the diagnostics.</returns>
    /// <exception cref="ProfileException">Two files define the same name.</exception>
    ConstantScope? ScopeOf(IEnumerable<ScalarNode> includes);
}
