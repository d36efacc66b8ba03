namespace Kiln.Fuzz.Targets.Jailer;

/// <summary>How far the mounts of a host get.</summary>
internal enum MountStage
{
    /// <summary>They are lines.</summary>
    Lines,

    /// <summary>A line is a mount.</summary>
    Mount,

    /// <summary>A mount is a hierarchy of cgroups.</summary>
    Hierarchy,

    /// <summary>The process's own cgroup is in a hierarchy.</summary>
    Member,
}
