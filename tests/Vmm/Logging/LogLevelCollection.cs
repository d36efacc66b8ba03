namespace Kiln.Vmm.Tests.Logging;

/// <summary>Tests that change what the process logs, or look at it: one at a time.</summary>
internal static class LogLevelCollection
{
    internal const string Name = "log level";
}
