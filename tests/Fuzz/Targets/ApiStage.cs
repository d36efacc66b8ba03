namespace Kiln.Fuzz.Targets;

/// <summary>The stages of API requests.</summary>
internal enum ApiStage
{
    Bytes,

    /// <summary>The method and path of a request exist.</summary>
    Routed,

    /// <summary>The body of a request was parsed.</summary>
    Read,

    /// <summary>A request was carried out.</summary>
    Executed,
}
