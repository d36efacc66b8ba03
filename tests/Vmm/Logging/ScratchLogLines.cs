using System.Runtime.CompilerServices;
using Kiln.Vmm.Logging;

namespace Kiln.Vmm.Tests.Logging;

/// <summary>The methods of <see cref="Log"/> for a log that is not the process's.</summary>
internal static class ScratchLogLines
{
    internal static void Error(
        this ScratchLog log, Module module, [InterpolatedStringHandlerArgument(nameof(log), nameof(module))] ref LogMessageOf<At.Error> message,
        string file = "vmm/A.cs", int line = 7) =>
        message.Finish(file, line);

    internal static void Warning(
        this ScratchLog log, Module module, [InterpolatedStringHandlerArgument(nameof(log), nameof(module))] ref LogMessageOf<At.Warning> message,
        string file = "vmm/A.cs", int line = 7) =>
        message.Finish(file, line);

    internal static void Info(
        this ScratchLog log, Module module, [InterpolatedStringHandlerArgument(nameof(log), nameof(module))] ref LogMessageOf<At.Info> message,
        string file = "vmm/A.cs", int line = 7) =>
        message.Finish(file, line);

    internal static void Info(
        this ScratchLog log, Module module, LogLimit limit, [InterpolatedStringHandlerArgument(nameof(log), nameof(module), nameof(limit))] ref LogMessageOf<At.Info> message,
        string file = "vmm/A.cs", int line = 7) => message.Finish(file, line);

    internal static void Debug(
        this ScratchLog log, Module module, [InterpolatedStringHandlerArgument(nameof(log), nameof(module))] ref LogMessageOf<At.Debug> message,
        string file = "vmm/A.cs", int line = 7) =>
        message.Finish(file, line);
}
