using System.IO;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Drives;

/// <summary>Faults of a disk's file, or of the monitor, cause request errors at most; flushed data survives.</summary>
[Collection(BusyCollection.Name)]
public sealed class DriveFaultTests
{
    [Theory]
    [InlineData("Sync")]
    [InlineData("Async")]
    public void WhatWasFlushedIsThereWhenTheMonitorIsKilled(string engine)
    {
        using DiskGuest guest = Guest(engine, "\"cache_type\": \"Writeback\", \"is_read_only\": false");
        guest.Stage("disk", "mode=write mib=8 depth=16 seed=9 then=wait");
        using (RunningProgram program = guest.Jail.Start())
        {
            program.WaitForOutput("disk: wrote 8 MiB");
            Assert.False(program.HasEnded);
            Syscall.kill(program.Id, Signum.SIGKILL);
            _ = program.WaitForEnd();
        }

        Assert.Contains("disk: verified 8 MiB", guest.Run("disk", "mode=check mib=8 depth=4 seed=9").Output, StringComparison.Ordinal);
    }

    // A file that is mapped would end the monitor by SIGBUS.
    [Theory]
    [InlineData("Sync")]
    [InlineData("Async")]
    public void AFileThatIsCutUnderTheGuestIsAnErrorOfItsRequests(string engine)
    {
        using DiskGuest guest = Guest(engine, "\"is_read_only\": true");
        guest.Stage("disk", "mode=bench operation=read order=random depth=8 milliseconds=20000");
        using RunningProgram program = guest.Jail.Start();
        program.WaitForOutput("disk: begin");

        using (FileStream image = new(guest.Image, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            image.SetLength(1 << 20);
        }
        ProgramResult result = program.WaitForEnd();

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains(" was answered with status 1\n", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sync")]
    [InlineData("Async")]
    public void AFileThatIsRemovedUnderTheGuestStaysItsDisk(string engine)
    {
        using DiskGuest guest = Guest(engine, "\"is_read_only\": false");
        guest.Stage("disk", "mode=bench operation=write order=random depth=8 milliseconds=500");
        using RunningProgram program = guest.Jail.Start();
        program.WaitForOutput("disk: begin");

        File.Delete(guest.Image);
        ProgramResult result = program.WaitForEnd();

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains("disk: bench write ", result.Output, StringComparison.Ordinal);
    }

    // A worker of the kernel's, which writes for a ring, takes no signal.
    [Theory]
    [InlineData("Sync")]
    [InlineData("Async")]
    public void AFileThatReachesTheLimitOfFilesEndsTheMonitor(string engine)
    {
        const int Limit = 200 << 20;
        Requires.RootAndKvm();
        using DiskGuest guest = new(256, $"\"io_engine\": \"{engine}\", \"is_read_only\": false");
        guest.Stage("disk", $"mode=huge operation=write requests=1 buffers=16 bytes={16 << 20} then=wait");

        using RunningProgram program = guest.Jail.Start("--resource-limit", $"fsize={Limit}");
        ProgramResult result = program.WaitForEnd();

        Assert.Equal(151, result.Status);
        Assert.StartsWith("vmm: a file that the monitor writes has reached the limit of its files' size", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("disk: huge", result.Output, StringComparison.Ordinal);
    }

    private static DiskGuest Guest(string engine, string fields)
    {
        Requires.RootAndKvm();
        return new DiskGuest(8, $"\"io_engine\": \"{engine}\", {fields}");
    }
}
