using Kiln.Testing.Harness;
using Kiln.Testing.Vmm.State;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.State;
using Kiln.Vmm.Tests.Logging;
using Xunit;
using Xunit.Sdk;

namespace Kiln.Vmm.Tests.State;

/// <summary>Whatever has happened to it, a fresh one that loads what it saved goes on as it does; and what was damaged harms nobody.</summary>
[Collection(LogLevelCollection.Name)]
public sealed class StateSubjectTests : IDisposable
{
    private const int Rounds = 200;
    private const int LongestHistory = 300;
    private const int Answers = 50;

    private readonly ITestOutputHelper _output;

    public StateSubjectTests(ITestOutputHelper output)
    {
        _output = output;
        // What happens to subjects is random: a log of it helps nobody.
        _ = Log.Logger.Configure(new LoggerConfiguration(Level: LogLevel.Off));
    }

    public static TheoryData<string> Names => [.. StateSubjects.All.Keys];

    public void Dispose() => _ = Log.Logger.Configure(new LoggerConfiguration());

    [Theory]
    [MemberData(nameof(Names))]
    public void AFreshOneGoesOnAsTheSavedOneDoes(string name)
    {
        Random random = Seeded();
        HashSet<string> states = [];
        for (int round = 0; round < Rounds; round++)
        {
            using IStateSubject subject = WithHistory(name, random);
            states.Add(Convert.ToHexString(SavedState.Of(subject)));
            Compare(subject, random);
        }
        Assert.True(states.Count >= FewestStates(name), $"{states.Count} different states are too few to tell anything");
        _output.WriteLine($"{states.Count} states of {Rounds}");
    }

    [Fact]
    public void WhatForgetsSomethingIsSeen()
    {
        Random random = Seeded();
        using ForgetfulSubject subject = new(new SerialSubject());

        Assert.ThrowsAny<XunitException>(() =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                subject.Act(random);
                Compare(subject, random);
            }
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryTruncationAndBitFlipIsRefusedOrHarmless(string name)
    {
        Random random = Seeded();
        using IStateSubject subject = WithHistory(name, random);
        byte[] state = SavedState.Of(subject).ToArray();
        int refused = 0;
        for (int length = 0; length < state.Length; length++)
        {
            byte[] shorter = state[..length];
            SavedState.Seal(shorter);
            Assert.True(IsRefused(subject, shorter, random));
        }
        for (int bit = 0; bit < (state.Length - StateFormat.ChecksumLength) * 8; bit++)
        {
            byte[] changed = [.. state];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(IsRefused(subject, changed, random));
            SavedState.Seal(changed);
            refused += IsRefused(subject, changed, random) ? 1 : 0;
        }
        _output.WriteLine($"{refused} of {(state.Length - StateFormat.ChecksumLength) * 8} flips with a right checksum are refused");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NothingIsAllocated(string name)
    {
        using IStateSubject subject = WithHistory(name, Seeded());
        using IStateSubject fresh = subject.Fresh();
        using MappedMemory memory = MappedMemory.TryCreate(1 << 16)!;

        Assert.Equal(0, Allocation.Of(() =>
        {
            StateWriter to = new(memory.GetSpan());
            subject.Save(ref to);
            StateReader from = new(to.Finish());
            fresh.Load(ref from);
            from.Finish();
        }));
    }

    // Some have a single state, or two; an allocator as many as it has numbers.
    private static int FewestStates(string name) => name switch
    {
        "generation id" or "boot timer" => 1,
        "gsi" => 10,
        _ => Rounds / 5,
    };

    private static void Compare(IStateSubject subject, Random random)
    {
        byte[] state = SavedState.Of(subject).ToArray();
        using IStateSubject fresh = subject.Fresh();
        SavedState.Load(fresh, state);

        Assert.Equal(state, SavedState.Of(fresh).ToArray());
        int seed = random.Next();
        (Random one, Random other) = (new Random(seed), new Random(seed));
        for (int answer = 0; answer < Answers; answer++)
        {
            Assert.Equal(subject.Act(one), fresh.Act(other));
        }
        Assert.Equal(SavedState.Of(subject).ToArray(), SavedState.Of(fresh).ToArray());
    }

    private static IStateSubject WithHistory(string name, Random random)
    {
        IStateSubject subject = StateSubjects.All[name](random);
        for (int step = random.Next(LongestHistory); step > 0; step--)
        {
            subject.Act(random);
        }
        return subject;
    }

    // Refused, or taken and as good as any other: it works, and what it saves is taken.
    private static bool IsRefused(IStateSubject subject, byte[] state, Random random)
    {
        using IStateSubject fresh = subject.Fresh();
        byte[] before = subject.RefusesWhole ? SavedState.Of(fresh).ToArray() : [];
        try
        {
            SavedState.Load(fresh, state);
        }
        catch (StateFailure failure)
        {
            Assert.NotEqual(0, failure.Field.Length);
            Assert.DoesNotContain('\n', failure.Message);
            if (subject.RefusesWhole)
            {
                Assert.Equal(before, SavedState.Of(fresh).ToArray());
            }
            return true;
        }
        for (int answer = 0; answer < Answers; answer++)
        {
            fresh.Act(random);
        }
        using IStateSubject again = fresh.Fresh();
        SavedState.Load(again, SavedState.Of(fresh));
        return false;
    }

    private Random Seeded()
    {
        int seed = Seed.Next();
        _output.WriteLine($"seed {seed}");
        return new Random(seed);
    }
}
