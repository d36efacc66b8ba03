namespace Kiln.Fuzz.Targets.State;

/// <summary>The stages of loading a state.</summary>
internal enum StateStage
{
    Bytes,

    /// <summary>Magic, version and checksum are valid.</summary>
    Sections,

    /// <summary>A section's name, version and length are valid too.</summary>
    Fields,

    /// <summary>The state was loaded, and its subject works.</summary>
    Loaded,
}
