using System.Diagnostics;
using System.IO;
using Kiln.Testing.Harness;
using Kiln.Testing.Vmm.State;
using Kiln.Vmm.Kvm.Arch.X64;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Arch.X64.Registers;

/// <summary>A guest saved at any point, and loaded into another machine with a copy of its memory, continues as if nothing had happened.</summary>
public sealed class SavedGuestTests(ITestOutputHelper output)
{
    private const int LongestRun = 12;
    private const int FewestMoves = 20;

    // A machine that was moved finishes in a second, or has lost something that it waits for.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(4);

    // One that is never moved loses nothing: only a hang takes longer, however busy the host is.
    private static readonly TimeSpan _longPatience = TimeSpan.FromMinutes(1);

    private static readonly Moves _staying = new(0, state => state, _ => { });

    [Theory]
    [InlineData("periodic")]
    [InlineData("one-shot")]
    [InlineData("deadline")]
    public void AGuestThatIsMovedAtAnyMomentSaysTheSame(string timer) => AssertSame(timer, state => state);

    // KVM clears an expired deadline before its interrupt becomes visible.
    [Fact]
    public void ADeadlineThatWasLostGoesOff() => AssertSame("deadline", state =>
    {
        StatePlaces places = new(state);
        if (places.TryFind("msr 6e0") is { } deadline)
        {
            state.AsSpan(deadline + sizeof(uint), sizeof(ulong)).Clear();
            SavedState.Seal(state);
        }
        return state;
    });

    [Theory]
    [InlineData("regs", "periodic")]
    [InlineData("xsave", "periodic")]
    [InlineData("lapic", "periodic")]
    [InlineData("lapic", "one-shot")]
    [InlineData("deadline", "deadline")]
    [InlineData("pit2", "periodic")]
    [InlineData("ioapic", "periodic")]
    public void WhatIsForgottenIsSeen(string part, string timer)
    {
        string line = LineOf(timer);
        string straight = Run(line, _staying).Output;
        int forgotten = 0;
        Moves forgetting = new(2 * FewestMoves, state => state, machine =>
        {
            // Not before there is something to lose.
            if (machine.Output.ToString().Contains("round 0", StringComparison.Ordinal))
            {
                Forget(part, machine);
                forgotten++;
            }
        });

        string forgetful = Run(line, forgetting).Output;

        Assert.NotEqual(straight, forgetful);
        Assert.InRange(forgotten, 1, int.MaxValue);
    }

    private void AssertSame(string timer, Func<byte[], byte[]> change)
    {
        string line = LineOf(timer);
        string straight = Run(line, _staying).Output;
        Assert.EndsWith("state: done\n", straight, StringComparison.Ordinal);

        (string moved, int moves) = Run(line, new Moves(int.MaxValue, change, _ => { }));

        Assert.Equal(straight, moved);
        Assert.True(moves >= FewestMoves, $"only {moves} moves");
    }

    private static string LineOf(string timer)
    {
        Requires.Kvm();
        Assert.SkipUnless(File.Exists(Artifacts.Guest("state")), "needs the test guests: run tests/guests/build artifacts/guests");
        return $"rounds=12 iterations=1000000 timer={timer}";
    }

    // Runs the guest to its end, or until it has made no progress for long.
    private (string Output, int Moves) Run(string line, Moves moves)
    {
        int seed = Seed.Next();
        Random random = new(seed);
        long start = Stopwatch.GetTimestamp();
        long moved = start;
        int count = 0;
        TimeSpan patience = moves.Most == 0 ? _longPatience : _patience;
        GuestMachine machine = GuestMachine.Boot("state", line);
        try
        {
            while (!machine.Run(TimeSpan.FromMicroseconds(random.Next(LongestRun * 1000))) && Stopwatch.GetElapsedTime(moved) < patience)
            {
                if (count < moves.Most)
                {
                    GuestMachine other = machine.Successor();
                    GuestMachineState.Load(other, moves.Change(GuestMachineState.Of(machine)));
                    moves.AfterLoad(other);
                    machine.Dispose();
                    machine = other;
                    count++;
                    moved = Stopwatch.GetTimestamp();
                }
            }
            output.WriteLine($"seed {seed}: {count} moves in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms");
            Assert.Null(machine.Failure);
            return (machine.Output.ToString(), count);
        }
        finally
        {
            machine.Dispose();
        }
    }

    private static void Forget(string part, GuestMachine loaded)
    {
        using GuestMachine fresh = new();
        switch (part)
        {
            case "regs":
                kvm_regs registers = default;
                loaded.Vcpus[0].GetRegisters(ref registers);
                registers.r14 = 0;
                loaded.Vcpus[0].SetRegisters(ref registers);
                break;
            case "xsave":
                ExtendedState extended = new(fresh.Vm.ExtendedStateLength);
                fresh.Vcpus[0].GetExtendedState(extended);
                loaded.Vcpus[0].SetExtendedState(extended);
                break;
            case "lapic":
                kvm_lapic_state apic = default;
                fresh.Vcpus[0].GetLocalApic(ref apic);
                loaded.Vcpus[0].SetLocalApic(ref apic);
                break;
            case "deadline":
                MsrList deadline = new();
                deadline.Add(0x6E0);
                Assert.Equal(1, loaded.Vcpus[0].SetMsrs(deadline));
                break;
            case "pit2":
                kvm_pit_state2 timer = default;
                fresh.Vm.GetPit(ref timer);
                loaded.Vm.SetPit(ref timer);
                break;
            case "ioapic":
                kvm_irqchip lines = new() { chip_id = KvmIrqchipId.KVM_IRQCHIP_IOAPIC };
                fresh.Vm.GetIrqchip(ref lines);
                loaded.Vm.SetIrqchip(ref lines);
                break;
        }
    }

    // The number of moves, the change made to the state on the way, and to the machine that has loaded it.
    private sealed record Moves(int Most, Func<byte[], byte[]> Change, Action<GuestMachine> AfterLoad);
}
