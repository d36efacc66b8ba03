using System.Linq;
using Kiln.Testing.Harness;
using Kiln.Testing.Vmm.Api;
using Kiln.Vmm.Control;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;
using Xunit;

namespace Kiln.Vmm.Tests.Model;

/// <summary>The order of drives, and how many there can be.</summary>
public sealed class DriveListTests(ITestOutputHelper output)
{
    private const string SecondRoot = "Drive config error: A root block device already exists!";

    private const int Rounds = 2_000;
    private const int MostRequests = 30;

    // Few, so that drives come back.
    private const int Ids = 6;

    /// <summary>The contract's rules, modeled with a list of ids and a table of drives instead of a list of drives.</summary>
    [Fact]
    public void TheOrderIsTheModels()
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        int refused = 0;
        int swapped = 0;
        for (int round = 0; round < Rounds; round++)
        {
            Controller controller = new(new FakeHost(), VmConfiguration.Default);
            List<string> order = [];
            Dictionary<string, DriveConfiguration> known = [];
            for (int count = random.Next(MostRequests); count > 0; count--)
            {
                DriveConfiguration drive = new($"d{random.Next(Ids)}", random.Next(3) == 0) { Path = $"/{random.Next()}" };
                bool isSecond = drive.IsRoot && known.Values.Any(other => other.IsRoot && other.Id != drive.Id);
                Assert.Equal(isSecond ? SecondRoot : null, controller.Execute(new InsertBlockDevice(drive)).Refusal);
                if (isSecond)
                {
                    refused++;
                    continue;
                }
                int place = order.IndexOf(drive.Id);
                known[drive.Id] = drive;
                if (place < 0)
                {
                    order.Insert(drive.IsRoot ? 0 : order.Count, drive.Id);
                }
                else if (drive.IsRoot && place > 0)
                {
                    (order[0], order[place]) = (drive.Id, order[0]);
                    swapped++;
                }
            }

            Assert.Equal(order.Select(id => known[id]), DrivesOf(controller));
        }
        // The cases that matter came up.
        output.WriteLine($"{refused} refused, {swapped} changed places");
        Assert.True(refused > Rounds && swapped > Rounds / 10);
    }

    [Fact]
    public void ARootIsTheFirstWhenItComesLastAndWhenItBecomesOne()
    {
        Controller controller = new(new FakeHost(), VmConfiguration.Default);
        foreach (DriveConfiguration drive in (DriveConfiguration[])[Drive("a"), Drive("b"), Drive("c", isRoot: true), Drive("c"), Drive("b", isRoot: true)])
        {
            Assert.Null(controller.Execute(new InsertBlockDevice(drive)).Refusal);
        }

        // c, a, b became b, a, c: those that change places are the two.
        Assert.Equal(["b", "a", "c"], DrivesOf(controller).Select(drive => drive.Id));
    }

    [Fact]
    public void AMachineWithMoreDevicesThanItHasRoomForDoesNotStart()
    {
        Controller controller = new(new FakeHost(), VmConfiguration.Default);
        controller.Execute(new ConfigureBootSource(new BootSource("k", null, null)));
        Assert.All(Enumerable.Range(0, 17), index => Assert.Null(controller.Execute(new InsertBlockDevice(Drive($"d{index}"))).Refusal));
        Assert.Null(controller.Execute(new SetEntropyDevice(new EntropyConfiguration())).Refusal);

        Assert.Equal(
            "Start microvm error: Could not allocate GSI: The requested resource is not available. There are 18 virtio devices, and interrupts for 17; "
            + "configure fewer",
            controller.Execute(new StartMicroVm()).Refusal);
    }

    [Fact]
    public void SeventeenDevicesStart()
    {
        Controller controller = new(new FakeHost(), VmConfiguration.Default);
        controller.Execute(new ConfigureBootSource(new BootSource("k", null, null)));
        Assert.All(Enumerable.Range(0, 17), index => Assert.Null(controller.Execute(new InsertBlockDevice(Drive($"d{index}"))).Refusal));

        Assert.Null(controller.Execute(new StartMicroVm()).Refusal);
    }

    [Fact]
    public void DrivesWithoutEndAreRefusedAndTheirsAreStillReplaced()
    {
        Controller controller = new(new FakeHost(), VmConfiguration.Default);
        Assert.All(Enumerable.Range(0, 64), index => Assert.Null(controller.Execute(new InsertBlockDevice(Drive($"d{index}"))).Refusal));

        Assert.Equal(
            "Drive config error: there are 64 drives, of which a machine can have 17; name one of them to replace it",
            controller.Execute(new InsertBlockDevice(Drive("more"))).Refusal);
        Assert.Null(controller.Execute(new InsertBlockDevice(Drive("d63", isRoot: true))).Refusal);
        Assert.Equal((64, "d63"), (DrivesOf(controller).Count, DrivesOf(controller)[0].Id));
    }

    [Fact]
    public void AChangedLimitKeepsTheBucketsThatAreNotNamed()
    {
        TokenBucketSize one = new(1, 1, 1);
        TokenBucketSize two = new(2, 2, 2);

        Assert.Equal(new RateLimiterConfiguration(two, one), new RateLimiterConfiguration(two, null).Over(new RateLimiterConfiguration(one, one)));
        Assert.Equal(new RateLimiterConfiguration(null, two), new RateLimiterConfiguration(null, two).Over(null));
        Assert.Equal(new RateLimiterConfiguration(one, one), RateLimiterConfiguration.None.Over(new RateLimiterConfiguration(one, one)));
    }

    private static DriveConfiguration Drive(string id, bool isRoot = false) => new(id, isRoot) { Path = "/f" };

    private static DriveList DrivesOf(Controller controller) => controller.Description.Configuration.Drives;
}
