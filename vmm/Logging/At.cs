namespace Kiln.Vmm.Logging;

/// <summary>The levels as types.</summary>
internal static class At
{
    /// <summary><see cref="LogLevel.Error"/>.</summary>
    internal readonly struct Error : ILevel
    {
        /// <inheritdoc/>
        public static LogLevel Level => LogLevel.Error;
    }

    /// <summary><see cref="LogLevel.Warning"/>.</summary>
    internal readonly struct Warning : ILevel
    {
        /// <inheritdoc/>
        public static LogLevel Level => LogLevel.Warning;
    }

    /// <summary><see cref="LogLevel.Info"/>.</summary>
    internal readonly struct Info : ILevel
    {
        /// <inheritdoc/>
        public static LogLevel Level => LogLevel.Info;
    }

    /// <summary><see cref="LogLevel.Debug"/>.</summary>
    internal readonly struct Debug : ILevel
    {
        /// <inheritdoc/>
        public static LogLevel Level => LogLevel.Debug;
    }

    /// <summary><see cref="LogLevel.Trace"/>.</summary>
    internal readonly struct Trace : ILevel
    {
        /// <inheritdoc/>
        public static LogLevel Level => LogLevel.Trace;
    }
}
