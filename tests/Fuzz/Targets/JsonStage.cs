namespace Kiln.Fuzz.Targets;

/// <summary>The stages of a request body.</summary>
internal enum JsonStage
{
    Bytes,

    /// <summary>The text is JSON, both to Kiln's reader and to System.Text.Json.</summary>
    Json,

    /// <summary>The text is an object.</summary>
    Object,

    /// <summary>The text is the object that the binder expects.</summary>
    Bound,
}
