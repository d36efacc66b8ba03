namespace Kiln.Fuzz.Targets.Jailer;

/// <summary>The stages of a mount table.</summary>
internal enum MountStage
{
    Lines,

    /// <summary>A line is a valid mount.</summary>
    Mount,

    /// <summary>A mount is a cgroup hierarchy.</summary>
    Hierarchy,

    /// <summary>The process's own cgroup is in a hierarchy.</summary>
    Member,
}
