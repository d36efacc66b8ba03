namespace Kiln.Vmm.Api;

/// <summary>What a request that is done is answered with.</summary>
internal enum ApiAnswer
{
    /// <summary>Nothing: 204.</summary>
    Nothing,

    /// <summary>Who the microVM is, and whether it runs.</summary>
    Instance,

    /// <summary>The versions.</summary>
    Version,

    /// <summary>The whole configuration.</summary>
    Configuration,

    /// <summary>The machine's size and processors.</summary>
    Machine,

    /// <summary>All metrics, as OpenMetrics text.</summary>
    Metrics,

    /// <summary>What this API is.</summary>
    Description,
}
