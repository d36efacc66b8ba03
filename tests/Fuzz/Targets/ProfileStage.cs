namespace Kiln.Fuzz.Targets;

/// <summary>The stages of a profile.</summary>
internal enum ProfileStage
{
    Text,

    /// <summary>The text is one document of the YAML subset.</summary>
    Yaml,

    /// <summary>All its keys and values are valid.</summary>
    Bound,

    /// <summary>It was reviewed together with the other profiles.</summary>
    Reviewed,

    /// <summary>It is part of a filter set, which can be read back and decides as its rules say.</summary>
    Compiled,
}
