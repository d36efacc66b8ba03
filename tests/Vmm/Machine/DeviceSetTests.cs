using System.Linq;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Machine;
using Kiln.Vmm.State;
using Xunit;

namespace Kiln.Vmm.Tests.Machine;

/// <summary>Devices live in one order: what the contract does not allow is refused before any of them is called.</summary>
public sealed class DeviceSetTests : IDisposable
{
    private readonly List<string> _calls = [];
    private readonly DeviceSet _set = new();

    public DeviceSetTests()
    {
        _set.Add(new Told("first", _calls));
        _set.Add(new Told("second", _calls));
    }

    public static TheoryData<string, string> Illegal => new()
    {
        { "", "pause" }, { "", "save" },
        { "resume", "resume" }, { "resume", "save" }, { "resume", "load" }, { "resume", "add" }, { "resume", "remove" },
        { "resume pause", "pause" }, { "resume pause", "load" },
        { "load", "load" }, { "load", "pause" }, { "load resume", "load" },
        { "failedload", "resume" }, { "failedload", "load" }, { "failedload", "save" }, { "failedload", "pause" }, { "failedload", "add" },
        { "dispose", "resume" }, { "dispose", "add" }, { "dispose", "load" }, { "dispose", "save" }, { "dispose", "pause" }, { "dispose", "remove" },
    };

    public static TheoryData<string> Legal =>
    [
        "resume pause resume", "resume pause save save resume", "load save resume pause save", "load resume", "add resume pause add resume",
        "remove resume pause remove resume", "dispose dispose", "failedload dispose", "resume pause save dispose", "add load resume",
    ];

    public void Dispose() => _set.Dispose();

    [Theory]
    [MemberData(nameof(Illegal))]
    public void WhatTheContractDoesNotAllowIsRefusedBeforeAnyDeviceIsCalled(string before, string call)
    {
        Array.ForEach(before.Split(' ', StringSplitOptions.RemoveEmptyEntries), Do);
        _calls.Clear();

        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(() => Do(call));

        Assert.StartsWith("the devices are ", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(_calls);
    }

    [Theory]
    [MemberData(nameof(Legal))]
    public void WhatItAllowsIsDone(string calls) => Array.ForEach(calls.Split(' '), Do);

    [Fact]
    public void EverythingHappensInTheOrderOfAddingAndTheEndInReverse()
    {
        foreach (string call in (string[])["load", "resume", "pause", "save", "dispose"])
        {
            Do(call);
        }

        Assert.Equal(
            ["first load", "second load", "first resume", "second resume", "first pause", "second pause", "first save", "second save", "second dispose", "first dispose"],
            _calls);
    }

    [Fact]
    public void TwoDevicesOfOneNameAreRefused()
    {
        using Told twin = new("first", _calls);

        Assert.Throws<InvalidOperationException>(() => _set.Add(twin));

        Assert.Equal(2, _set.All.Count);
    }

    [Fact]
    public void ADeviceIsFoundByItsNameAndRemovedByIt()
    {
        IMachineDevice first = _set.Find(new DeviceName("told", "first"))!;

        Assert.Equal("told first", first.Name.ToString());
        Assert.Null(_set.Find(new DeviceName("told", "third")));
        Assert.True(_set.Remove(first.Name));
        Assert.Equal("first dispose", _calls.Single());
        Assert.False(_set.Remove(first.Name));
        Assert.Equal("second", _set.Find<Told>()!.Name.Id);
    }

    [Fact]
    public void AStateOfOtherDevicesIsRefused()
    {
        using DeviceSet one = new();
        one.Add(new Told("first", []));
        byte[] state = StateOf(one);

        StateFailure failure = Assert.Throws<StateFailure>(() => Load(state));

        Assert.Equal(("devices", "count"), (failure.Section, failure.Field));
    }

    [Theory]
    [InlineData("rootfs", "drive rootfs")]
    [InlineData("", "drive")]
    [InlineData("with\nbreak", "drive")]
    [InlineData("ünïcode", "drive")]
    public void ADevicesSectionIsAlwaysOne(string id, string section) => Assert.Equal(section, new DeviceName("drive", id).Section);

    [Fact]
    public void ASectionOfAVeryLongIdIsOneToo() => Assert.Equal("drive", new DeviceName("drive", new string('x', 64)).Section);

    private void Do(string call)
    {
        switch (call)
        {
            case "add":
                _set.Add(new Told($"{_calls.Count} {_set.All.Count}", _calls));
                break;
            case "remove":
                _ = _set.Remove(new DeviceName("told", "second"));
                break;
            case "pause":
                _set.Pause();
                break;
            case "resume":
                _set.Resume();
                break;
            case "save":
                StateWriter writer = new(new byte[4096]);
                _set.Save(ref writer);
                break;
            case "load":
                using (DeviceSet same = new())
                {
                    _set.All.ToList().ForEach(device => same.Add(new Told(device.Name.Id, [])));
                    Load(StateOf(same));
                }
                break;
            case "failedload":
                Assert.Throws<StateFailure>(() =>
                {
                    using DeviceSet none = new();
                    Load(StateOf(none));
                });
                break;
            default:
                _set.Dispose();
                break;
        }
    }

    private static byte[] StateOf(DeviceSet set)
    {
        set.Resume();
        set.Pause();
        StateWriter writer = new(new byte[4096]);
        set.Save(ref writer);
        return writer.Finish().ToArray();
    }

    private void Load(byte[] state)
    {
        StateReader reader = new(state);
        _set.Load(ref reader);
        reader.Finish();
    }

    private sealed class Told(string id, List<string> calls) : IMachineDevice
    {
        public DeviceName Name { get; } = new("told", id);

        public void Pause() => calls.Add($"{id} pause");

        public void Resume() => calls.Add($"{id} resume");

        public void Save(ref StateWriter state)
        {
            calls.Add($"{id} save");
            state.Begin(Name.Section, 1);
            state.End();
        }

        public void Load(ref StateReader state)
        {
            calls.Add($"{id} load");
            state.Begin(Name.Section, 1);
            state.End();
        }

        public void Describe(IGuestDescription to) => calls.Add($"{id} describe");

        public void Dispose() => calls.Add($"{id} dispose");
    }
}
