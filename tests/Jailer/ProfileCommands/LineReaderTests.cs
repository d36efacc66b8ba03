using System.IO;
using System.Text;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;
using Kiln.ProfileCommands.Simulate;
using Xunit;

namespace Kiln.Jailer.Tests.ProfileCommands;

/// <summary>Lines of any length, of which none takes more than its bound.</summary>
public sealed class LineReaderTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void LinesAreThoseOfTheFile()
    {
        string[] lines = ["", "a", new string('b', LineReader.LongestLine), "c", "", new string('d', LineReader.LongestLine - 1), "end"];

        Assert.Equal(lines, Read(string.Join('\n', lines)));
        Assert.Equal(lines, Read(string.Join('\n', lines) + "\n"));
        Assert.Empty(Read(""));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(LineReader.LongestLine)]
    [InlineData(10 * LineReader.LongestLine)]
    public void ALineThatIsTooLongIsSkippedAlone(int excess)
    {
        string text = new('x', LineReader.LongestLine + excess);

        Assert.Equal([null, "a", null, "b", null], Read($"{text}\na\n{text}\nb\n{text}"));
    }

    [Fact]
    public void WhatCannotBeReadIsALine()
    {
        Assert.Null(OwnedDescriptor.TryOpen("/", 0, 0, out OwnedDescriptor? folder));
        using (folder)
        {
            LineReader reader = new(folder!.Descriptor, "/");
            Assert.StartsWith("/ cannot be read: Is a directory", Assert.Throws<JailerFailure>(() => reader.TryRead(out _, out _)).Message, StringComparison.Ordinal);
        }
    }

    private List<string?> Read(string text)
    {
        File.WriteAllText(_file, text);
        Assert.Null(OwnedDescriptor.TryOpen(_file, 0, 0, out OwnedDescriptor? file));
        using (file)
        {
            LineReader reader = new(file!.Descriptor, _file);
            List<string?> lines = [];
            while (reader.TryRead(out ReadOnlySpan<byte> line, out bool isTooLong))
            {
                lines.Add(isTooLong ? null : Encoding.UTF8.GetString(line));
            }
            return lines;
        }
    }
}
