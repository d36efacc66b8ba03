using System.Linq;
using Xunit;

namespace Kiln.Vmm.Tests.Wire;

/// <summary>Values that a field cannot have are refused where serde refuses them.</summary>
public sealed class BodyMessageTests
{
    // A value is blamed at its last character; one that checks itself behind the bracket or comma that follows.
    [Theory]
    [InlineData("BlockDeviceConfig", """{"cache_type": "None"}""", "unknown variant `None`, expected `Unsafe` or `Writeback` at line 1 column 21")]
    [InlineData("BlockDeviceConfig", """{"io_engine": "sync"}""", "unknown variant `sync`, expected `Async` or `Sync` at line 1 column 20")]
    [InlineData("BlockDeviceConfig", """{"is_root_device": "yes"}""", "invalid type: string \"yes\", expected a boolean at line 1 column 24")]
    [InlineData("BlockDeviceConfig", """{"rate_limiter": {"bytes": {}}}""", "unknown field `bytes`, expected `bandwidth` or `ops` at line 1 column 25")]
    [InlineData("BlockDeviceConfig", """{"rate_limiter": {"ops": {"size": -1}}}""", "invalid value: integer `-1`, expected u64 at line 1 column 36")]
    [InlineData("BlockDeviceConfig", """{"rate_limiter": {"ops": {"size": 1}}}""", "missing field `refill_time` at line 1 column 36")]
    [InlineData(
        "BlockDeviceConfig",
        """{"rate_limiter": {"ops": 1}}""",
        "invalid type: integer `1`, expected struct TokenBucketConfig at line 1 column 26")]
    [InlineData("BlockDeviceConfig", """{"path_on_host": ""}""", "path_on_host is not a path; name a file at line 1 column 20")]
    [InlineData("NetworkInterfaceConfig", """{"guest_mac": "06:00:AC:10:00"}""", "The provided MAC address is invalid. at line 1 column 31")]
    [InlineData("NetworkInterfaceConfig", """{"guest_mac": "06:00:AC:10:00:0g", "mtu": 1}""", "The provided MAC address is invalid. at line 1 column 33")]
    [InlineData("NetworkInterfaceConfig", """{"guest_mac": 6}""", "invalid type: integer `6`, expected a string at line 1 column 15")]
    [InlineData("NetworkInterfaceConfig", """{"mtu": 65536}""", "invalid value: integer `65536`, expected u16 at line 1 column 13")]
    [InlineData("VsockDeviceConfig", """{"guest_cid": 4294967296}""", "invalid value: integer `4294967296`, expected u32 at line 1 column 24")]
    [InlineData("BalloonDeviceConfig", """{"amount_mib": -1}""", "invalid value: integer `-1`, expected u32 at line 1 column 17")]
    [InlineData("BalloonDeviceConfig", """{"stats_polling_interval_s": 65536}""", "invalid value: integer `65536`, expected u16 at line 1 column 34")]
    [InlineData("BalloonUpdateStatsConfig", """{"stats_polling_interval_s": 1.5}""", "invalid type: floating point `1.5`, expected u16 at line 1 column 32")]
    [InlineData("StartHintingCmd", """{"acknowledge_on_stop": 1}""", "invalid type: integer `1`, expected a boolean at line 1 column 25")]
    [InlineData("MmdsConfig", """{"version": "foo"}""", "unknown variant `foo`, expected `V1` or `V2` at line 1 column 17")]
    [InlineData("MmdsConfig", """{"network_interfaces": ["a", 1]}""", "invalid type: integer `1`, expected a string at line 1 column 30")]
    [InlineData("MmdsConfig", """{"ipv4_address": "1.2.3"}""", "invalid IPv4 address syntax at line 1 column 24")]
    [InlineData("MmdsConfig", """{"ipv4_address": 1}""", "invalid type: integer `1`, expected IPv4 address at line 1 column 18")]
    [InlineData("CreateSnapshotParams", """{"snapshot_type": "Half"}""", "unknown variant `Half`, expected `Diff` or `Full` at line 1 column 24")]
    [InlineData("LoadSnapshotConfig", """{"mem_backend": {"backend_path": "m"}}""", "missing field `backend_type` at line 1 column 37")]
    [InlineData("LoadSnapshotConfig", """{"mem_backend": {"backend_type": "Ram"}}""", "unknown variant `Ram`, expected `File` or `Uffd` at line 1 column 38")]
    [InlineData("LoadSnapshotConfig", """{"mem_backend": 1}""", "invalid type: integer `1`, expected struct MemBackendConfig at line 1 column 17")]
    [InlineData(
        "LoadSnapshotConfig",
        """{"network_overrides": [1]}""",
        "invalid type: integer `1`, expected struct NetworkOverride at line 1 column 24")]
    [InlineData("LoadSnapshotConfig", """{"mem_backend": {"x": 1}}""", "unknown field `x`, expected `backend_path` or `backend_type` at line 1 column 20")]
    [InlineData("LoadSnapshotConfig", """{"network_overrides": [{"iface_id": "a"}]}""", "missing field `host_dev_name` at line 1 column 40")]
    [InlineData("LoadSnapshotConfig", """{"vsock_override": {}}""", "missing field `uds_path` at line 1 column 21")]
    [InlineData("LoadSnapshotConfig", """{"huge_pages": "1G"}""", "unknown variant `1G`, expected one of `Snapshot`, `None`, `Transparent`, `2M` at line 1 column 19")]
    public void AValueThatCannotBeIsRefused(string kind, string text, string message) =>
        Assert.Equal(message, BodyKinds.All.Single(body => body.Name == kind).MessageFor(text));
}
