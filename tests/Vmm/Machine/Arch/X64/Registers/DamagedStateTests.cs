using System.IO;
using System.Linq;
using Kiln.Testing.Harness;
using Kiln.Testing.Vmm.State;
using Kiln.Vmm.Machine.Arch.X64.Boot;
using Kiln.Vmm.Machine.Arch.X64.Cpu;
using Kiln.Vmm.State;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Arch.X64.Registers;

/// <summary>A damaged KVM state is refused by section and field, or else is loaded and can be saved and loaded again.</summary>
public sealed class DamagedStateTests(ITestOutputHelper output) : IDisposable
{
    // One of so many flips is tried each time, or with KILN_EVERY_FLIP set all of them, which takes a minute.
    private const int Share = 8;

    // Machines that go on from a damaged state.
    private const int Runs = 150;

    private readonly GuestMachine _machine = Prepared();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void EveryTruncationIsRefused()
    {
        byte[] state = GuestMachineState.Of(_machine);
        using GuestMachine other = _machine.Successor();
        using GuestMachineState loading = new(other);
        for (int length = 0; length < state.Length; length++)
        {
            byte[] shorter = state[..length];
            SavedState.Seal(shorter);
            Assert.NotNull(Refusal(loading, shorter));
        }
    }

    [Fact]
    public void EveryBitFlipIsRefusedOrHarmless()
    {
        int seed = Seed.Next();
        int step = Environment.GetEnvironmentVariable("KILN_EVERY_FLIP") is null ? Share : 1;
        int first = new Random(seed).Next(step);
        byte[] state = GuestMachineState.Of(_machine);
        StatePlaces places = new(state);
        using GuestMachine other = _machine.Successor();
        using GuestMachineState loading = new(other);
        List<string> harmful = [];
        Dictionary<string, (int Refused, int Taken)> counts = [];
        for (int bit = first; bit < (state.Length - StateFormat.ChecksumLength) * 8; bit += step)
        {
            byte[] changed = [.. state];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            SavedState.Seal(changed);
            StateFailure? failure = Refusal(loading, changed);
            if (failure is null && Refusal(loading, loading.Save().ToArray()) is { } second)
            {
                harmful.Add($"{places.At(bit / 8)}, bit {bit % 8} of byte {bit / 8}: {second.Message}");
            }
            string place = places.At(bit / 8).Split(' ')[0];
            (int refused, int taken) = counts.GetValueOrDefault(place);
            counts[place] = failure is null ? (refused, taken + 1) : (refused + 1, taken);
        }
        Assert.True(harmful.Count == 0, string.Join("\n", harmful));
        loading.Load(state);
        Assert.Equal([], places.Differences(state, GuestMachineState.Of(other)));

        output.WriteLine($"seed {seed}, one of {step}");
        output.WriteLine(string.Join('\n', counts.Select(count => $"{count.Key}: {count.Value.Refused} refused, {count.Value.Taken} taken")));
    }

    // What KVM takes of a state it also runs, in whatever way; but the monitor must get its thread back.
    [Fact]
    public void AGuestOfADamagedStateCanBeStopped()
    {
        Requires.Kvm();
        Assert.SkipUnless(File.Exists(Artifacts.Guest("state")), "needs the test guests: run tests/guests/build artifacts/guests");
        int seed = Seed.Next();
        Random random = new(seed);
        using GuestMachine guest = GuestMachine.Boot("state", "rounds=1000 timer=deadline");
        Assert.False(guest.Run(TimeSpan.FromMilliseconds(200)));
        byte[] state = GuestMachineState.Of(guest);
        StatePlaces places = new(state);
        Dictionary<string, int> ends = [];
        for (int round = 0; round < Runs; round++)
        {
            byte[] changed = [.. state];
            int bit = random.Next(places.Of("mp_state") * 8, (state.Length - StateFormat.ChecksumLength) * 8);
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            SavedState.Seal(changed);
            using GuestMachine other = guest.Successor();
            using GuestMachineState loading = new(other);
            string end = Refusal(loading, changed) is not null ? "refused" : other.Run(TimeSpan.FromMilliseconds(2)) ? $"ended: {other.Failure}" : "stopped";
            ends[end] = ends.GetValueOrDefault(end) + 1;
        }
        output.WriteLine($"seed {seed}: {string.Join(", ", ends.Select(end => $"{end.Value} {end.Key}"))}");
        Assert.InRange(ends.GetValueOrDefault("stopped"), 1, Runs);
    }

    private static GuestMachine Prepared()
    {
        Requires.Kvm();
        GuestMachine machine = new();
        machine.Prepare(ProcessorEntry.Of(BootProtocol.Linux64), 0x10_0000);
        return machine;
    }

    private static StateFailure? Refusal(GuestMachineState state, byte[] bytes)
    {
        try
        {
            state.Load(bytes);
            return null;
        }
        catch (StateFailure failure)
        {
            Assert.NotEqual(0, failure.Field.Length);
            Assert.DoesNotContain('\n', failure.Message);
            return failure;
        }
    }
}
