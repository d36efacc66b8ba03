namespace Kiln.Fuzz.Targets;

/// <summary>The stages of reading a filter set.</summary>
internal enum FilterSetStage
{
    Bytes,

    /// <summary>Header and checksum are valid.</summary>
    Header,

    /// <summary>The table of sections is valid, at least up to a section with invalid content.</summary>
    Table,

    /// <summary>The content of every section present is valid.</summary>
    Sections,

    /// <summary>The set is complete, and was used as the monitor uses it.</summary>
    Used,
}
