namespace Kiln.Vmm.Wire.Requests;

/// <summary>What a successful request is answered with.</summary>
internal enum ApiAnswer
{
    /// <summary>No content: status 204.</summary>
    Nothing,

    /// <summary>The instance information: id, state, version and name.</summary>
    Instance,

    /// <summary>The version of Firecracker whose API this is.</summary>
    Version,

    /// <summary>The configuration of the whole machine.</summary>
    Configuration,

    /// <summary>The machine configuration: vCPUs and memory.</summary>
    Machine,

    /// <summary>The configuration of the balloon.</summary>
    Balloon,

    /// <summary>The guest's statistics of its memory.</summary>
    BalloonStatistics,

    /// <summary>The last commands of free page hinting.</summary>
    BalloonHinting,

    /// <summary>The guest's metadata.</summary>
    Metadata,

    /// <summary>All metrics in OpenMetrics format.</summary>
    Metrics,

    /// <summary>The OpenAPI description, as YAML.</summary>
    Description,
}
