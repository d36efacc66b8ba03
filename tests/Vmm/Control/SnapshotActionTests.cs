using Kiln.Testing.Vmm.Api;
using Kiln.Vmm.Control;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Model.Snapshots;
using Xunit;

namespace Kiln.Vmm.Tests.Control;

/// <summary>Snapshots are created of paused machines, and loaded where nothing else is configured.</summary>
public sealed class SnapshotActionTests
{
    private static readonly CreateSnapshot _create = new(new SnapshotCreation("/s", "/m"));
    private static readonly LoadSnapshot _load = new(new SnapshotLoading("/s") { MemoryPath = "/m" });

    private readonly FakeHost _host = new();
    private readonly Controller _controller;

    public SnapshotActionTests() => _controller = new Controller(_host, VmConfiguration.Default);

    [Fact]
    public void NothingIsSavedBeforeTheStart() => Assert.Equal(ActionPhases.NotYet, _controller.Execute(_create).Refusal);

    [Fact]
    public void AMachineThatRunsIsNotSavedAndTheHostIsNotAsked()
    {
        Start();
        int calls = _host.Calls;

        Assert.Equal(
            "Create snapshot error: Cannot save the microVM state: Operation not allowed: save/restore unavailable while running",
            _controller.Execute(_create).Refusal);
        Assert.Equal(calls, _host.Calls);
    }

    [Fact]
    public void AMachineThatIsPausedIsSavedAndStaysPaused()
    {
        Start();
        _ = _controller.Execute(new PauseMicroVm());

        Assert.Null(_controller.Execute(_create).Refusal);
        Assert.Equal(MachineState.Paused, _controller.State);
    }

    [Fact]
    public void StateAndMemoryGoToTwoFiles()
    {
        Start();
        _ = _controller.Execute(new PauseMicroVm());

        Assert.Equal(
            "Create snapshot error: snapshot_path and mem_file_path name the same file; name two",
            _controller.Execute(new CreateSnapshot(new SnapshotCreation("/s", "/s"))).Refusal);
    }

    [Fact]
    public void AMachineIsLoadedOnceAndIsPaused()
    {
        Assert.Null(_controller.Execute(_load).Refusal);
        Assert.Equal(MachineState.Paused, _controller.State);
        Assert.Equal(ActionPhases.NoLonger, _controller.Execute(_load).Refusal);
    }

    [Fact]
    public void AMachineThatIsToRunOnRuns()
    {
        Assert.Null(_controller.Execute(_load with { Request = _load.Request with { Resume = true } }).Refusal);
        Assert.Equal(MachineState.Running, _controller.State);
    }

    [Fact]
    public void NothingIsLoadedOverADevice()
    {
        _ = _controller.Execute(new SetEntropyDevice(new EntropyConfiguration()));
        int calls = _host.Calls;

        Assert.Equal(
            "Load snapshot error: Loading a microVM snapshot not allowed after configuring boot-specific resources.", _controller.Execute(_load).Refusal);
        Assert.Equal((calls, MachineState.NotStarted), (_host.Calls, _controller.State));
    }

    private void Start()
    {
        _ = _controller.Execute(new ConfigureBootSource(new BootSource("/k", null, null)));
        Assert.Null(_controller.Execute(new StartMicroVm()).Refusal);
    }
}
