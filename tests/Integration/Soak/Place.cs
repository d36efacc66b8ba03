namespace Kiln.Integration.Tests.Soak;

/// <summary>The kind of file system that holds a jail.</summary>
internal enum Place
{
    /// <summary>The host's own file system.</summary>
    Plain,

    /// <summary>One that has less room than the disk says: writes fail.</summary>
    Full,

    /// <summary>One on a device that takes a few megabytes a second: flushes take seconds.</summary>
    Slow,
}
