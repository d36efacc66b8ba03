using Kiln.Vmm.Limits;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Wire;
using Xunit;

namespace Kiln.Vmm.Tests.Wire;

/// <summary>What the objects of devices say is what is known of the devices, and what no device can be is refused in the contract's words.</summary>
public sealed class DeviceBodyTests
{
    private const string BadDrive = "Unable to create the virtio block device: Invalid block config.";

    private const string NoSocket = "socket is not part of this version of Kiln; name a file as path_on_host";

    private static readonly RateLimiterConfiguration _limit = new(new TokenBucketSize(1, 0, 2), null);

    [Fact]
    public void ADriveIsWhatIsSaid()
    {
        DriveConfiguration drive = Whole<DriveConfiguration>("BlockDeviceConfig");

        Assert.Equal(
            new DriveConfiguration("rootfs", IsRoot: true)
            {
                PartitionUuid = "0eaa91a0-01",
                Cache = DriveCache.Writeback,
                IsReadOnly = true,
                Path = "/f",
                Limit = _limit,
                Engine = DriveEngine.Async,
                Socket = "/s",
                Lock = DriveLock.Warn,
            },
            drive);
        Assert.Equal(
            new DriveConfiguration("a", IsRoot: false),
            BodyKind.Take(DriveObject.Read, """{"drive_id": "a", "is_root_device": false, "partuuid": null, "io_engine": null}"""));
        Assert.Equal(new DriveUpdate("rootfs", "/f", RateLimiterConfiguration.None), Whole<DriveUpdate>("BlockDeviceUpdateConfig"));
    }

    [Theory]
    [InlineData("\"path_on_host\": \"f\"", null)]
    [InlineData("\"path_on_host\": \"f\", \"socket\": null, \"is_read_only\": true, \"io_engine\": \"Sync\"", null)]
    [InlineData("\"path_on_host\": \"f\", \"io_engine\": \"Async\", \"socket\": \"s\"", BadDrive)]
    [InlineData("\"socket\": \"s\"", NoSocket)]
    [InlineData("\"socket\": \"s\", \"cache_type\": \"Unsafe\", \"partuuid\": \"p\"", NoSocket)]
    [InlineData("\"partuuid\": null", BadDrive)]
    [InlineData("\"path_on_host\": \"f\", \"socket\": \"s\"", BadDrive)]
    [InlineData("\"socket\": \"s\", \"is_read_only\": false", BadDrive)]
    [InlineData("\"socket\": \"s\", \"rate_limiter\": {}", BadDrive)]
    [InlineData("\"socket\": \"s\", \"io_engine\": \"Sync\"", BadDrive)]
    [InlineData("\"socket\": \"s\", \"lock\": \"on\"", BadDrive)]
    public void ADriveIsAFileOrASocket(string fields, string? reason) => Assert.Equal(
        reason, BodyKind.Take(DriveObject.Read, $"{{\"drive_id\": \"a\", \"is_root_device\": false, {fields}}}").ReasonAgainst);

    [Fact]
    public void ANetworkInterfaceIsWhatIsSaid()
    {
        NetworkInterfaceConfiguration network = Whole<NetworkInterfaceConfiguration>("NetworkInterfaceConfig");

        Assert.Equal(
            new NetworkInterfaceConfiguration("eth0", "tap0")
            {
                Address = new MacAddress(0x0600_AC10_0002),
                Mtu = 1500,
                ReceiveLimit = _limit,
                SendLimit = _limit,
            },
            network);
        Assert.Equal("06:00:ac:10:00:02", network.Address.ToString());
        Assert.Equal(
            new NetworkInterfaceUpdate("eth0", _limit, _limit), Whole<NetworkInterfaceUpdate>("NetworkInterfaceUpdateConfig"));
    }

    [Theory]
    [InlineData("null", null)]
    [InlineData("68", null)]
    [InlineData("65535", null)]
    [InlineData("67", "MTU 67 is out of range [68, 65535]")]
    [InlineData("0", "MTU 0 is out of range [68, 65535]")]
    public void AnMtuIsOneThatIpv4Has(string mtu, string? reason) => Assert.Equal(
        reason, BodyKind.Take(NetworkInterfaceObject.Read, $"{{\"iface_id\": \"a\", \"host_dev_name\": \"t\", \"mtu\": {mtu}}}").ReasonAgainst);

    [Theory]
    [InlineData("06:00:AC:10:00:02:")]
    [InlineData("06:00:AC:10:00:+2")]
    [InlineData("06:00:AC:10:00- 2")]
    [InlineData("06-00-AC-10-00-02")]
    [InlineData("0600:AC:10:00:0:2")]
    [InlineData("")]
    public void WhatIsNoAddressOfAnInterfaceIsNone(string text) => Assert.False(MacAddress.TryParse(text, out _));

    [Fact]
    public void TheOtherDevicesAreWhatIsSaid()
    {
        Assert.Equal(
            new PmemConfiguration("pmem0", "/f") { IsRoot = true, IsReadOnly = true, Limit = _limit }, Whole<PmemConfiguration>("PmemConfig"));
        Assert.Equal(new PmemUpdate("pmem0", _limit), Whole<PmemUpdate>("PmemDeviceUpdateConfig"));
        Assert.Equal(new VsockConfiguration(3, "/s", "vsock0") { BufferMebibytes = 32 }, Whole<VsockConfiguration>("VsockDeviceConfig"));
        Assert.Equal(
            new BalloonConfiguration(1, DeflateOnOom: true) { StatisticsSeconds = 2, HasHinting = true, HasReporting = true },
            Whole<BalloonConfiguration>("BalloonDeviceConfig"));
        Assert.Equal(new BalloonUpdate(1), Whole<BalloonUpdate>("BalloonUpdateConfig"));
        Assert.Equal(new BalloonStatisticsUpdate(1), Whole<BalloonStatisticsUpdate>("BalloonUpdateStatsConfig"));
        Assert.Equal(new BalloonHinting(AcknowledgeOnStop: false), Whole<BalloonHinting>("StartHintingCmd"));
        Assert.Equal(new BalloonHinting(AcknowledgeOnStop: true), BodyKind.Take(BalloonObject.ReadHinting, """{"more": null}"""));
        Assert.Equal(new EntropyConfiguration(_limit), Whole<EntropyConfiguration>("EntropyDeviceConfig"));
        Assert.Equal(new MemoryHotplugUpdate(1), Whole<MemoryHotplugUpdate>("MemoryHotplugSizeUpdate"));
        Assert.Equal(
            new RateLimiterConfiguration(new TokenBucketSize(1, 0, 2), new TokenBucketSize(1, 3, 2)),
            Whole<RateLimiterConfiguration>("RateLimiterConfig"));
    }

    [Theory]
    [InlineData("\"total_size_mib\": 128", null)]
    [InlineData("\"total_size_mib\": 1024, \"block_size_mib\": 4, \"slot_size_mib\": 512", null)]
    [InlineData("\"total_size_mib\": 128, \"block_size_mib\": 1", "Block size must not be lower than 2 MiB")]
    [InlineData("\"total_size_mib\": 128, \"block_size_mib\": 3", "Block size must be a power of 2")]
    [InlineData("\"total_size_mib\": 128, \"slot_size_mib\": 127", "Slot size must not be lower than 128 MiB")]
    [InlineData("\"total_size_mib\": 512, \"block_size_mib\": 256", "Slot size must be a multiple of block size (256 MiB)")]
    [InlineData("\"total_size_mib\": 127", "Total size must not be lower than slot size (128 MiB)")]
    [InlineData("\"total_size_mib\": 129", "Total size must be a multiple of slot size (128 MiB)")]
    public void MemoryComesInSlotsOfBlocks(string fields, string? reason) =>
        Assert.Equal(reason, BodyKind.Take(MemoryHotplugObject.Read, $"{{{fields}}}").ReasonAgainst);

    private static T Whole<T>(string kind) => SnapshotBodyTests.Whole<T>(kind);
}
