using System.Runtime.CompilerServices;
using Kiln.Vmm.Foundation.Text;
using Kiln.Vmm.Logging;

namespace Kiln.Vmm.Tests.Logging;

/// <summary>The monitor's own handler, for a log that is not the process's.</summary>
[InterpolatedStringHandler]
internal ref struct LogMessageOf<TLevel>
    where TLevel : ILevel
{
    private LogMessage<TLevel> _message;

    public LogMessageOf(int literalLength, int formattedCount, ScratchLog log, Module module, out bool wanted) =>
        _message = new LogMessage<TLevel>(literalLength, formattedCount, log.Logger, module, null, out wanted);

    public LogMessageOf(int literalLength, int formattedCount, ScratchLog log, Module module, LogLimit limit, out bool wanted) =>
        _message = new LogMessage<TLevel>(literalLength, formattedCount, log.Logger, module, limit, out wanted);

    public void AppendLiteral(string text) => _message.AppendLiteral(text);

    public void AppendFormatted(string? text) => _message.AppendFormatted(text);

    public void AppendFormatted(scoped DebugText text) => _message.AppendFormatted(text);

    public void AppendFormatted<T>(T value) => _message.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string? format) => _message.AppendFormatted(value, format);

    public void AppendFormatted<T>(T value, int alignment) => _message.AppendFormatted(value, alignment);

    internal void Finish(string file, int line) => _message.Finish(file, line);
}
