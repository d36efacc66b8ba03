using System.Linq;
using Kiln.Testing.Harness;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Net;
using Kiln.Vmm.Devices.Virtio.Queues;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Net;

/// <summary>Random chains and random frames against a model that knows only the rules: every used element, count, byte and metric is the model's.</summary>
public sealed class ReceiveModelTests(ITestOutputHelper output) : QuietTests
{
    private const int Rounds = 40;
    private const int Steps = 120;
    private const int MostWaiting = 20;

    // Turns that may be too short for what is left.
    private const int MostRings = 10;

    private RandomChains _chains = null!;

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void EveryAnswerIsTheModels(bool merges, bool usesEvents)
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        (long delivered, long failed, long waited) = (0, 0, 0);
        for (int round = 0; round < Rounds; round++)
        {
            int size = 1 << random.Next(9);
            int mtu = random.Next(4) == 0 ? random.Next(68, 9001) : 1500;
            bool isLong = random.Next(3) == 0;
            using TestNetwork network = new(size: size, mtu: mtu);
            ReceiveModel model = new(
                merges, merges ? 12 : isLong ? TestNetwork.MostFrame : 1526, isLong ? TestNetwork.MostFrame : mtu + 18 + 12, size);
            VirtioFeatures features = VirtioFeatures.IndirectDescriptors | (merges ? NetFeatures.Merging : 0) | (usesEvents ? VirtioFeatures.EventIndex : 0)
                | (isLong ? NetFeatures.Checksums | NetFeatures.Segments4 : 0);
            Begin(network, features, model, random);
            for (int step = 0; step < Steps; step++)
            {
                Act(network, features, model, random, isLong ? TestNetwork.MostFrame : mtu + 30);
                List<ExpectedAnswer> answers = model.Serve();
                RingForRefusals(network, answers);
                Compare(network, answers);
                Assert.Equal(model.Failures, network.Metrics.Receive.Failures.Value);
                Assert.Equal(model.Delivered, network.Metrics.Receive.Frames.Value);
            }
            (delivered, failed, waited) = (delivered + model.Delivered, failed + model.Failures, waited + model.Waiting);
        }
        output.WriteLine($"{delivered} frames delivered, {failed} failures, {waited} left");
        Assert.True(delivered > Rounds && failed > Rounds, "an outcome is hardly tried");
    }

    private void Begin(TestNetwork network, VirtioFeatures features, ReceiveModel model, Random random)
    {
        network.Driver.Start(features);
        network.Machine.Settle();
        model.Forget();
        _chains = new RandomChains(network, random);
    }

    private void Act(TestNetwork network, VirtioFeatures features, ReceiveModel model, Random random, int longest)
    {
        switch (random.Next(16))
        {
            case < 9:
                Offer(model, random);
                break;
            case < 13:
                Send(network, model, random, longest);
                break;
            case 13:
                network.Machine.Slot.Pause();
                network.Machine.Slot.Resume();
                break;
            case 14 when random.Next(4) == 0:
                Begin(network, features, model, random);
                break;
            default:
                break;
        }
        network.Ring(NetDevice.ReceiveQueue);
    }

    // Several at once now and then: a chain behind an invalid one must wait for its turn.
    private void Offer(ReceiveModel model, Random random)
    {
        for (int count = random.Next(4) == 0 ? random.Next(1, 12) : 1; count > 0 && _chains.Offer() is { } chain; count--)
        {
            model.Offer(chain);
        }
    }

    private static void Send(TestNetwork network, ReceiveModel model, Random random, int longest)
    {
        byte[] frame = new byte[random.Next(3) == 0 ? random.Next(26, longest + 1) : random.Next(26, Math.Min(longest, 600))];
        random.NextBytes(frame);
        if (model.Waiting < MostWaiting && network.Host.Send(frame))
        {
            model.Send(frame);
        }
    }

    // A turn that ends by its time goes on when the tap has more frames. What is left to refuse then waits for the next frame, or the next doorbell.
    private static void RingForRefusals(TestNetwork network, List<ExpectedAnswer> answers)
    {
        int refusals = answers.AsEnumerable().Reverse().TakeWhile(answer => answer.Frame is null).Count();
        int expected = answers.Sum(answer => answer.Chains.Length);
        for (int rings = 0; rings < MostRings && network.Receiving.Returned < expected && network.Receiving.Returned >= expected - refusals; rings++)
        {
            network.Ring(NetDevice.ReceiveQueue);
        }
    }

    private void Compare(TestNetwork network, List<ExpectedAnswer> answers)
    {
        foreach (ExpectedAnswer answer in answers)
        {
            byte[] expected = answer.Frame ?? [];
            if (answer.Frame is not null)
            {
                // num_buffers; the rest of the header is the host's.
                (expected[10], expected[11]) = ((byte)answer.Chains.Length, (byte)(answer.Chains.Length >> 8));
            }
            List<byte> got = [];
            foreach (OfferedChain chain in answer.Chains)
            {
                uint written = (uint)Math.Min(chain.Length, expected.Length - got.Count);
                Assert.Equal(((uint)chain.Head, written), network.Receiving.Take());
                foreach ((ulong address, int length) in chain.Parts)
                {
                    got.AddRange(network.Driver.Bytes(address, (int)Math.Min(length, written)));
                    written -= (uint)Math.Min(length, written);
                }
                _chains.Release(chain);
            }
            Assert.Equal(expected, got);
        }
        Assert.Equal(0, network.Receiving.Returned);
    }
}
