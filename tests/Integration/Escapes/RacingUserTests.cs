using System.IO;
using System.Text.RegularExpressions;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Escapes;

/// <summary>Users who replace files while a jail is built: whatever becomes of the jail, nothing outside it changes.</summary>
[Collection(BusyCollection.Name)]
public sealed partial class RacingUserTests : IDisposable
{
    private const int Starts = 200;

    // Of some thousand while so many jails start.
    private const int LeastSwaps = 100;

    // Its copying takes long enough for anybody to do something meanwhile.
    private const int LongLength = 64 << 20;

    private readonly string _programs = Directory.CreateTempSubdirectory("kiln-race-").FullName;

    [Theory]
    [InlineData("link")]
    [InlineData("rename")]
    public void WhatTakesThePlaceOfTheCopyIsNotGivenAway(string manner)
    {
        using PlantedBase planted = new(LongProgram());
        GiveToJail(planted.Root);
        string source = Path.Combine(planted.Root, "source");
        // Root's file in a directory of another user: that user may rename it, and no more.
        string victim = manner == "link" ? planted.OutsideFile : source;
        if (manner == "link")
        {
            File.CreateSymbolicLink(source, planted.OutsideFile);
        }
        else
        {
            File.WriteAllText(source, "root's");
            Assert.Equal(0, Syscall.chmod(source, (FilePermissions)0x180));
        }
        using RunningProgram planter = StartAs(TestJail.UserId, "replace", planted.Root, "hostile", "source");
        planter.WaitForOutput("ready");

        RunningProgram.Run(planted.Jailer);

        planter.WaitForOutput("replaced 0");
        planted.AssertOutsideIsUntouched();
        string path = manner == "link" ? victim : Path.Combine(planted.Root, "hostile");
        Assert.Equal(0, Syscall.stat(path, out Stat status));
        Assert.Equal((0u, 0x180u), (status.st_uid, (uint)status.st_mode & 0xFFF));
    }

    [Theory]
    [InlineData(PlantedBase.StrangerId, ".", "hostile", "directory")]
    [InlineData(TestJail.UserId, "hostile/ID", "root", "directory")]
    [InlineData(TestJail.UserId, "hostile/ID/root", "hostile", "file")]
    [InlineData(TestJail.UserId, "hostile/ID/root", "dev", "directory")]
    [InlineData(TestJail.UserId, "hostile/ID/root/dev", "net", "directory")]
    [InlineData(TestJail.UserId, "hostile/ID/root/dev", "kvm", "file")]
    [InlineData(TestJail.UserId, "hostile/ID/root", "hostile.pid", "file")]
    public void OfTwoHundredJailsNoneReachesOut(int user, string place, string name, string kind)
    {
        using PlantedBase planted = new();
        Assert.True(PlantedBase.HasRun(RunningProgram.Run(planted.Jailer)));
        string directory = planted.At(place);
        Assert.Equal(0, user == PlantedBase.StrangerId ? Syscall.chmod(directory, FilePermissions.ACCESSPERMS) : Syscall.chown(directory, (uint)user, (uint)user));
        int started = 0;
        using RunningProgram planter = StartAs(user, "swap", directory, name, kind == "file" ? planted.OutsideFile : planted.Outside);
        planter.WaitForOutput("ready");

        for (int start = 0; start < Starts; start++)
        {
            ProgramResult result = RunningProgram.Run(planted.Jailer);
            started += PlantedBase.HasRun(result) ? 1 : 0;
            Assert.True(PlantedBase.HasRun(result) || IsOneLine(result), $"{result}");
        }

        planter.EndInput();
        int swaps = int.Parse(Swaps().Match(planter.WaitForEnd().Output).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        // Otherwise nobody raced.
        Assert.InRange(swaps, LeastSwaps, int.MaxValue);
        Assert.InRange(started, 1, Starts - 1);
        planted.AssertOutsideIsUntouched();
    }

    public void Dispose() => Directory.Delete(_programs, recursive: true);

    private static bool IsOneLine(ProgramResult result) => result.Status == 1 && result.Output.Length == 0 && Line().IsMatch(result.Error);

    private static RunningProgram StartAs(int user, params string[] role) => RunningProgram.Start(
        ["setpriv", "--reuid", $"{user}", "--regid", $"{user}", "--clear-groups", Artifacts.Hostile, "role", .. role]);

    private static void GiveToJail(string directory) => Assert.Equal(0, Syscall.chown(directory, TestJail.UserId, TestJail.GroupId));

    private string LongProgram()
    {
        string path = ProgramCopy.Create(Artifacts.Hostile, Path.Combine(_programs, "hostile"));
        using FileStream file = File.OpenWrite(path);
        file.SetLength(LongLength);
        return path;
    }

    [GeneratedRegex("^swaps ([0-9]+)$", RegexOptions.Multiline)]
    private static partial Regex Swaps();

    [GeneratedRegex("\\Ajailer: [^\\n]+\\n\\z")]
    private static partial Regex Line();
}
