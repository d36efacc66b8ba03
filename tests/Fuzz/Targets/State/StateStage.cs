namespace Kiln.Fuzz.Targets.State;

/// <summary>How deep a saved state gets.</summary>
internal enum StateStage
{
    /// <summary>It is bytes.</summary>
    Bytes,

    /// <summary>Magic, version and checksum are right.</summary>
    Sections,

    /// <summary>So are a section's name, version and length.</summary>
    Fields,

    /// <summary>It was loaded, and what loaded it works.</summary>
    Loaded,
}
