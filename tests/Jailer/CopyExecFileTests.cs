using System.IO;
using Kiln.Jailer.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Specification;
using Kiln.Jailer.Jail.Steps;
using Kiln.Jailer.Logging;
using Kiln.Linux.Files;
using Tmds.Linux;
using Xunit;

namespace Kiln.Jailer.Tests;

/// <summary>The copy in the jail is the program that was checked.</summary>
public sealed class CopyExecFileTests : IDisposable
{
    private readonly string _base = Directory.CreateTempSubdirectory("kiln-exec-file-").FullName;
    private readonly string _program;
    private readonly byte[] _content = ProgramImage.OfMonitor;
    private readonly JailSpec _spec;
    private readonly JailState _state = new(_ => { });

    public CopyExecFileTests()
    {
        _program = Path.Combine(_base, "monitor");
        File.WriteAllBytes(_program, _content);
        const UnixFileMode AllAndSetId = (UnixFileMode)(0x1FF | 0x800);
        File.SetUnixFileMode(_program, AllAndSetId);
        JailerOptions options = new()
        {
            Id = "web-1",
            ExecFile = _program,
            // This process's own ids, which need no privilege.
            UserId = $"{LibC.geteuid()}",
            GroupId = $"{LibC.getegid()}",
            BaseDirectory = _base,
        };
        _spec = JailSpec.From(options, JailerLog.OnStandardError);
        _state.Root = OpenDirectory.Open(Directory.CreateDirectory(Path.Combine(_base, "root")).FullName);
    }

    private string Copy => Path.Combine(_base, "root/monitor");

    public void Dispose()
    {
        _state.Root.Dispose();
        _spec.Dispose();
        Directory.Delete(_base, recursive: true);
    }

    [Fact]
    public void TheCopyHasTheProgramsBytesAndNeitherItsSetIdBitsNorItsGroupsRights()
    {
        new CopyExecFile(_spec).Apply(_state);

        Assert.Equal(_content, File.ReadAllBytes(Copy));
        Assert.Equal(Permissions.Passage, (uint)File.GetUnixFileMode(Copy));
    }

    [Fact]
    public void WhatIsAppendedAfterTheCheckIsNotCopied()
    {
        File.AppendAllText(_program, "more");

        new CopyExecFile(_spec).Apply(_state);

        Assert.Equal(_content, File.ReadAllBytes(Copy));
    }

    [Fact]
    public void AProgramThatBecomesShorterIsRefusedAndItsCopyTakenBack()
    {
        using (FileStream program = File.OpenWrite(_program))
        {
            program.SetLength(_content.Length - 1);
        }

        JailerFailure failure = Assert.Throws<JailerFailure>(() => new CopyExecFile(_spec).Apply(_state));
        _state.Undo();

        Assert.Equal($"{_program} became shorter while it was copied; start again when it is whole", failure.Message);
        Assert.False(File.Exists(Copy));
    }
}
