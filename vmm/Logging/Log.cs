using System.Runtime.CompilerServices;
using Kiln.Linux.Descriptors;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Logging;

/// <summary>
/// The process's log, for every thread: <c>Log.Info(Module.Api, $"...")</c>. At a place that a guest can reach, the line has a
/// <see cref="LogLimit"/> of its own; lines for debugging never have one.
/// </summary>
internal static class Log
{
    /// <summary>The log.</summary>
    internal static Logger Logger { get; } = new(
        new OutputFile(Descriptor.StandardOutput, DescriptorNumbers.Log), new SystemClock(), () => ThreadTable.CurrentName, VmmMetrics.Process.Logger)
    {
        TemplateKeeper = LineTemplate.KeepLog,
    };

    /// <summary>Something failed.</summary>
    /// <param name="module">Where.</param>
    /// <param name="message">What.</param>
    /// <param name="file">Not given.</param>
    /// <param name="line">Not given.</param>
    internal static void Error(
        Module module, [InterpolatedStringHandlerArgument(nameof(module))] ref LogMessage<At.Error> message,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => message.Finish(file, line);

    /// <summary>Something failed, and a guest can make it fail.</summary>
    /// <param name="module">Where.</param>
    /// <param name="limit">The place's own.</param>
    /// <param name="message">What.</param>
    /// <param name="file">Not given.</param>
    /// <param name="line">Not given.</param>
    internal static void Error(
        Module module, LogLimit limit, [InterpolatedStringHandlerArgument(nameof(module), nameof(limit))] ref LogMessage<At.Error> message,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => message.Finish(file, line);

    /// <summary>Something is not as it should be.</summary>
    /// <param name="module">Where.</param>
    /// <param name="message">What.</param>
    /// <param name="file">Not given.</param>
    /// <param name="line">Not given.</param>
    internal static void Warning(
        Module module, [InterpolatedStringHandlerArgument(nameof(module))] ref LogMessage<At.Warning> message,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => message.Finish(file, line);

    /// <summary>Something is not as it should be, and a guest can make it so.</summary>
    /// <param name="module">Where.</param>
    /// <param name="limit">The place's own.</param>
    /// <param name="message">What.</param>
    /// <param name="file">Not given.</param>
    /// <param name="line">Not given.</param>
    internal static void Warning(
        Module module, LogLimit limit, [InterpolatedStringHandlerArgument(nameof(module), nameof(limit))] ref LogMessage<At.Warning> message,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => message.Finish(file, line);

    /// <summary>What the monitor does.</summary>
    /// <param name="module">Where.</param>
    /// <param name="message">What.</param>
    /// <param name="file">Not given.</param>
    /// <param name="line">Not given.</param>
    internal static void Info(
        Module module, [InterpolatedStringHandlerArgument(nameof(module))] ref LogMessage<At.Info> message,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => message.Finish(file, line);

    /// <summary>What the monitor does, and a guest can make it do.</summary>
    /// <param name="module">Where.</param>
    /// <param name="limit">The place's own.</param>
    /// <param name="message">What.</param>
    /// <param name="file">Not given.</param>
    /// <param name="line">Not given.</param>
    internal static void Info(
        Module module, LogLimit limit, [InterpolatedStringHandlerArgument(nameof(module), nameof(limit))] ref LogMessage<At.Info> message,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => message.Finish(file, line);

    /// <summary>How it does it.</summary>
    /// <param name="module">Where.</param>
    /// <param name="message">What.</param>
    /// <param name="file">Not given.</param>
    /// <param name="line">Not given.</param>
    internal static void Debug(
        Module module, [InterpolatedStringHandlerArgument(nameof(module))] ref LogMessage<At.Debug> message,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => message.Finish(file, line);

    /// <summary>Everything.</summary>
    /// <param name="module">Where.</param>
    /// <param name="message">What.</param>
    /// <param name="file">Not given.</param>
    /// <param name="line">Not given.</param>
    internal static void Trace(
        Module module, [InterpolatedStringHandlerArgument(nameof(module))] ref LogMessage<At.Trace> message,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => message.Finish(file, line);
}
