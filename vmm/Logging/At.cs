namespace Kiln.Vmm.Logging;

/// <summary>The log levels as types.</summary>
internal static class At
{
    internal readonly struct Error : ILevel
    {
        /// <inheritdoc/>
        public static LogLevel Level => LogLevel.Error;
    }

    internal readonly struct Warning : ILevel
    {
        /// <inheritdoc/>
        public static LogLevel Level => LogLevel.Warning;
    }

    internal readonly struct Info : ILevel
    {
        /// <inheritdoc/>
        public static LogLevel Level => LogLevel.Info;
    }

    internal readonly struct Debug : ILevel
    {
        /// <inheritdoc/>
        public static LogLevel Level => LogLevel.Debug;
    }

    internal readonly struct Trace : ILevel
    {
        /// <inheritdoc/>
        public static LogLevel Level => LogLevel.Trace;
    }
}
