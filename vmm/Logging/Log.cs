using System.Runtime.CompilerServices;
using Kiln.Linux.Descriptors;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Logging;

/// <summary>
/// The log of the process, for every thread: <c>Log.Info(Module.Api, $"...")</c>. A statement that a guest can reach needs a <see cref="LogLimit"/>
/// of its own, unless it logs at level debug or trace.
/// </summary>
internal static class Log
{
    internal static Logger Logger { get; } = new(
        new OutputFile(Descriptor.StandardOutput, DescriptorNumbers.Log), new SystemClock(), () => ThreadTable.CurrentName, VmmMetrics.Process.Logger)
    {
        TemplateKeeper = LineTemplate.KeepLog,
    };

    /// <summary>Logs a failure.</summary>
    internal static void Error(
        Module module, [InterpolatedStringHandlerArgument(nameof(module))] ref LogMessage<At.Error> message,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => message.Finish(file, line);

    /// <summary>Logs a failure that a guest can cause.</summary>
    internal static void Error(
        Module module, LogLimit limit, [InterpolatedStringHandlerArgument(nameof(module), nameof(limit))] ref LogMessage<At.Error> message,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => message.Finish(file, line);

    /// <summary>Logs an unusual condition.</summary>
    internal static void Warning(
        Module module, [InterpolatedStringHandlerArgument(nameof(module))] ref LogMessage<At.Warning> message,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => message.Finish(file, line);

    /// <summary>Logs an unusual condition that a guest can cause.</summary>
    internal static void Warning(
        Module module, LogLimit limit, [InterpolatedStringHandlerArgument(nameof(module), nameof(limit))] ref LogMessage<At.Warning> message,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => message.Finish(file, line);

    /// <summary>Logs what the monitor does.</summary>
    internal static void Info(
        Module module, [InterpolatedStringHandlerArgument(nameof(module))] ref LogMessage<At.Info> message,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => message.Finish(file, line);

    /// <summary>Logs what a guest makes the monitor do.</summary>
    internal static void Info(
        Module module, LogLimit limit, [InterpolatedStringHandlerArgument(nameof(module), nameof(limit))] ref LogMessage<At.Info> message,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => message.Finish(file, line);

    /// <summary>Logs details for debugging.</summary>
    internal static void Debug(
        Module module, [InterpolatedStringHandlerArgument(nameof(module))] ref LogMessage<At.Debug> message,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => message.Finish(file, line);

    /// <summary>Logs details for tracing.</summary>
    internal static void Trace(
        Module module, [InterpolatedStringHandlerArgument(nameof(module))] ref LogMessage<At.Trace> message,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => message.Finish(file, line);
}
