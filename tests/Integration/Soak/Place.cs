namespace Kiln.Integration.Tests.Soak;

/// <summary>What a jail lies on.</summary>
internal enum Place
{
    /// <summary>The host's own file system.</summary>
    Plain,

    /// <summary>One that has less room than the disk says: writes fail.</summary>
    Full,

    /// <summary>One on a device that takes a few megabytes a second: flushes take seconds.</summary>
    Slow,
}
