namespace Kiln.Fuzz.Targets;

/// <summary>How deep a profile gets.</summary>
internal enum ProfileStage
{
    /// <summary>It is text.</summary>
    Text,

    /// <summary>It is one document of the YAML that profiles use.</summary>
    Yaml,

    /// <summary>Every key and value of it has a meaning.</summary>
    Bound,

    /// <summary>It was reviewed together with the other profiles.</summary>
    Reviewed,

    /// <summary>It is part of a filter set, which can be read again and decides as its rules say.</summary>
    Compiled,
}
