namespace Kiln.Vmm.Json;

/// <summary>How far a reader is in a list, or in an object of any names.</summary>
internal struct JsonSequence
{
    /// <summary>Whether something of it has been read: from then on commas stand between.</summary>
    internal bool IsStarted { get; set; }
}
