namespace Kiln.Vmm.Logging;

/// <summary>A level as a type, so that the compiler passes it to a line that is about to be put together.</summary>
internal interface ILevel
{
    /// <summary>The level.</summary>
    static abstract LogLevel Level { get; }
}
