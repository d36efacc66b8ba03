using System.IO;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Review;

/// <summary>The jailer becomes the program of the profile commands: the one beside it, and no other.</summary>
public sealed class ProfileProgramTests : IDisposable
{
    private readonly LoneJailer _lone = new();

    public void Dispose() => _lone.Dispose();

    [Fact]
    public void WithoutTheProgramACommandIsRefusedInOneLine() => Assert.Equal(
        new ProgramResult(
            1, "", $"jailer: {_lone.Companion} cannot be executed: ENOENT: No such file or directory (os error 2); install jailer-profile beside the jailer\n"),
        RunningProgram.Run(_lone.Jailer, "profile", "check"));

    [Fact]
    public void AProgramElsewhereInThePathIsNotTaken()
    {
        using LoneJailer other = new();
        other.PlaceScript("echo planted");

        ProgramResult result = RunningProgram.Run("env", "-C", other.Folder, $"PATH={other.Folder}", _lone.Jailer, "profile", "check");

        Assert.Equal((1, ""), (result.Status, result.Output));
        Assert.StartsWith($"jailer: {_lone.Companion} cannot be executed: ENOENT", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ArgumentsEnvironmentStreamsAndStatusArePassedOn()
    {
        _lone.PlaceScript("printf '%s|' \"$@\"; echo \"$KILN_MARK\"; echo word >&2; cat; exit 7");
        using RunningProgram program = RunningProgram.Start("env", "KILN_MARK=mark", _lone.Jailer, "profile", "check", "a b", "", "--strict");
        program.Type("typed\n");
        program.EndInput();

        Assert.Equal(new ProgramResult(7, "check|a b||--strict|mark\ntyped\n", "word\n"), program.WaitForEnd());
    }

    [Theory]
    [InlineData("profile", "stats")]
    [InlineData("profile", "score")]
    [InlineData("profile", "chek")]
    [InlineData("profile", "check", "/nowhere")]
    [InlineData("profile")]
    public void UnderItsOwnNameTheProgramDoesTheSame(params string[] arguments) =>
        Assert.Equal(RunningProgram.Run(Artifacts.JailerProfile, arguments[1..]), RunningProgram.Run(Artifacts.Jailer, arguments));

    [Fact]
    public void TheProgramLiesBesideTheFileThatALinkPointsTo()
    {
        _lone.PlaceScript("echo planted");
        File.Delete(_lone.Jailer);
        File.CreateSymbolicLink(_lone.Jailer, Artifacts.Jailer);

        Assert.Equal(new ProgramResult(0, "0 errors, 0 warnings, 5 silenced\n", ""), RunningProgram.Run(_lone.Jailer, "profile", "check"));
    }

    [Theory]
    [InlineData("<&-")]
    [InlineData("2>&-")]
    [InlineData("5</dev/null 2>/dev/null")]
    public void ClosedAndInheritedDescriptorsChangeNothing(string redirections) => Assert.Equal(
        new ProgramResult(0, "0 errors, 0 warnings, 5 silenced\n", ""),
        RunningProgram.Run("sh", "-c", $"exec \"$0\" profile check {redirections}", Artifacts.Jailer));

    [Theory]
    [InlineData("chmod o+w jailer-profile", "may be written by users who may not write the jailer")]
    [InlineData("chmod g+w jailer-profile", "may be written by users who may not write the jailer")]
    [InlineData("chmod g+w jailer-profile jailer; chgrp 4321 jailer-profile", "may be written by a group that may not write the jailer")]
    [InlineData("chown 1234 jailer-profile", "belongs to a user who does not own the jailer")]
    [InlineData("mv jailer-profile planted; ln -s planted jailer-profile", "is no file")]
    [InlineData("rm jailer-profile; mkdir jailer-profile", "is no file")]
    public void AProgramThatOthersMayChangeIsNotExecuted(string change, string reason)
    {
        Requires.Root();
        _lone.PlaceScript("echo planted");
        Assert.Equal(new ProgramResult(0, "planted\n", ""), RunningProgram.Run(_lone.Jailer, "profile"));
        Assert.Equal(new ProgramResult(0, "", ""), RunningProgram.Run("sh", "-c", $"cd \"$0\"; {change}", _lone.Folder));

        Assert.Equal(
            new ProgramResult(1, "", $"jailer: {_lone.Companion} {reason}; install it again, as {_lone.Jailer} is\n"),
            RunningProgram.Run(_lone.Jailer, "profile"));
    }

    [Theory]
    [InlineData("chown 1234:4321 jailer jailer-profile; chmod g+w jailer jailer-profile")]
    [InlineData("chown 1234 jailer; chmod g+w jailer")]
    public void WhoMayChangeTheJailerMayBringTheProgram(string change)
    {
        Requires.Root();
        _lone.PlaceScript("echo trusted");
        Assert.Equal(new ProgramResult(0, "", ""), RunningProgram.Run("sh", "-c", $"cd \"$0\"; {change}", _lone.Folder));

        Assert.Equal(new ProgramResult(0, "trusted\n", ""), RunningProgram.Run(_lone.Jailer, "profile"));
    }
}
