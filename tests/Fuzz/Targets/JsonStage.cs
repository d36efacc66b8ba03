namespace Kiln.Fuzz.Targets;

/// <summary>How deep a request's body gets.</summary>
internal enum JsonStage
{
    /// <summary>It is bytes.</summary>
    Bytes,

    /// <summary>It is JSON, to Kiln's reader and to the library's.</summary>
    Json,

    /// <summary>It is an object.</summary>
    Object,

    /// <summary>It is the object that the binder wants.</summary>
    Bound,
}
