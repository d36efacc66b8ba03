namespace Kiln.Vmm.Logging;

/// <summary>A log level as a type, so that an interpolated string handler knows it at compile time.</summary>
internal interface ILevel
{
    static abstract LogLevel Level { get; }
}
