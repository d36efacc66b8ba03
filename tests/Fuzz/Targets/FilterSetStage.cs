namespace Kiln.Fuzz.Targets;

/// <summary>How deep the bytes of a filter set get.</summary>
internal enum FilterSetStage
{
    /// <summary>They are bytes.</summary>
    Bytes,

    /// <summary>The header and the checksum are right.</summary>
    Header,

    /// <summary>The table of sections is right at least up to a section whose content is wrong.</summary>
    Table,

    /// <summary>The content of every section that is there is right.</summary>
    Sections,

    /// <summary>They are a set, which was used as the monitor uses one.</summary>
    Used,
}
