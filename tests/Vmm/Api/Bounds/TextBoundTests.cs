using System.Globalization;
using System.Linq;
using Kiln.Testing.Vmm.Api;
using Xunit;

namespace Kiln.Vmm.Tests.Api.Bounds;

/// <summary>Every text of a client has a longest; the next longer one is refused by name and bound, and nothing has changed.</summary>
public sealed class TextBoundTests
{
    private readonly ApiUnderTest _api = new();

    // TEXT is the text in question; bounds are bytes of UTF-8.
    [Theory]
    [InlineData("/drives/a", """{"drive_id":"a","is_root_device":false,"path_on_host":"/f","partuuid":"TEXT"}""", "partuuid", 64)]
    [InlineData("/drives/a", """{"drive_id":"a","is_root_device":false,"path_on_host":"TEXT"}""", "path_on_host", 4095)]
    [InlineData("/drives/a", """{"drive_id":"a","is_root_device":false,"socket":"TEXT"}""", "socket", 4095)]
    [InlineData("/drives/a", """{"drive_id":"TEXT","is_root_device":false,"path_on_host":"/f"}""", "drive_id", 64)]
    [InlineData("/pmem/a", """{"id":"TEXT","path_on_host":"/f"}""", "id", 64)]
    [InlineData("/network-interfaces/a", """{"iface_id":"TEXT","host_dev_name":"tap0"}""", "iface_id", 64)]
    [InlineData("/network-interfaces/a", """{"iface_id":"a","host_dev_name":"TEXT"}""", "host_dev_name", 1024)]
    [InlineData("/network-interfaces/a", """{"iface_id":"a","host_dev_name":"tap0","guest_mac":"TEXT"}""", "guest_mac", 1024)]
    [InlineData("/vsock", """{"guest_cid":3,"uds_path":"TEXT"}""", "uds_path", 4095)]
    [InlineData("/vsock", """{"guest_cid":3,"uds_path":"/s","vsock_id":"TEXT"}""", "vsock_id", 64)]
    [InlineData("/mmds/config", """{"network_interfaces":["TEXT"]}""", "network_interfaces", 64)]
    [InlineData("/mmds/config", """{"network_interfaces":["a"],"ipv4_address":"TEXT"}""", "ipv4_address", 1024)]
    [InlineData("/boot-source", """{"kernel_image_path":"TEXT"}""", "kernel_image_path", 4095)]
    [InlineData("/boot-source", """{"kernel_image_path":"/k","initrd_path":"TEXT"}""", "initrd_path", 4095)]
    [InlineData("/serial", """{"serial_out_path":"TEXT"}""", "serial_out_path", 4095)]
    [InlineData("/logger", """{"log_path":"TEXT"}""", "log_path", 4095)]
    [InlineData("/logger", """{"level":"TEXT"}""", "level", 1024)]
    [InlineData("/logger", """{"module":"TEXT"}""", "module", 1024)]
    [InlineData("/metrics", """{"metrics_path":"TEXT"}""", "metrics_path", 4095)]
    [InlineData("/metrics", """{"metrics_path":"/m","properties":{"a":"TEXT"}}""", "the value of a property", 1024)]
    [InlineData("/metrics", """{"metrics_path":"/m","properties":{"TEXT":"a"}}""", "a name in properties", 1024)]
    [InlineData("/snapshot/create", """{"snapshot_path":"TEXT","mem_file_path":"/m"}""", "snapshot_path", 4095)]
    [InlineData("/snapshot/load", """{"snapshot_path":"/s","mem_backend":{"backend_path":"TEXT","backend_type":"File"}}""", "backend_path", 4095)]
    [InlineData("/snapshot/load", """{"snapshot_path":"/s","network_overrides":[{"iface_id":"TEXT","host_dev_name":"t"}],"mem_file_path":"/m"}""", "iface_id", 64)]
    [InlineData(
        "/snapshot/load",
        """{"snapshot_path":"/s","network_overrides":[{"iface_id":"a","host_dev_name":"TEXT"}],"mem_file_path":"/m"}""",
        "host_dev_name",
        1024)]
    [InlineData("/cpu-config", """{"kvm_capabilities":["TEXT"]}""", "a capability", 1024)]
    [InlineData("/cpu-config", """{"msr_modifiers":[{"addr":"TEXT","bitmap":"0b1"}]}""", "addr", 1024)]
    [InlineData("/cpu-config", """{"msr_modifiers":[{"addr":"0x1","bitmap":"TEXT"}]}""", "a bitmap", 1024)]
    public void ATextThatIsTooLongIsRefusedByNameAndBound(string path, string body, string name, int most)
    {
        Assert.DoesNotContain("bytes long", Put(path, body, new string('x', most)), StringComparison.Ordinal);
        string before = Whole();
        foreach (string text in (string[])[new('x', most + 1), Escaped(most + 1), new('\u00e9', (most / 2) + 1), new('x', 40_000)])
        {
            int length = text[0] switch { '\\' => most + 1, 'x' => text.Length, _ => text.Length * 2 };
            string words = $"{name} is {length.ToString(CultureInfo.InvariantCulture)} bytes long; at most {most} are taken";
            Assert.Contains(words, Put(path, body, text), StringComparison.Ordinal);
        }
        Assert.Equal(before, Whole());
    }

    // Longer than any kernel takes, which the contract's own words say of what is shorter.
    [Fact]
    public void ACommandLineIsBoundedToo()
    {
        const string Body = """{"kernel_image_path":"/k","boot_args":"TEXT"}""";

        Assert.Equal("", Put("/boot-source", Body, new string('x', 65_536)));
        Assert.Contains(
            "boot_args is 65537 bytes long; at most 65536 are taken", Put("/boot-source", Body, new string('x', 65_537)), StringComparison.Ordinal);
    }

    [Fact]
    public void AnIdOfAPathIsBoundedToo()
    {
        string id = new('a', 65);

        Assert.Equal(
            "The ID is 65 bytes long; at most 64 are taken.",
            _api.Send("PUT", $"/drives/{id}", $$"""{"drive_id":"{{id}}","is_root_device":false,"path_on_host":"/f"}""").Fault);
        id = id[1..];
        Assert.Equal(204, _api.Send("PUT", $"/drives/{id}", $$"""{"drive_id":"{{id}}","is_root_device":false,"path_on_host":"/f"}""").Status);
    }

    // Behind it the start would end the monitor, or the kernel be given another word.
    [Theory]
    [InlineData("a\\u0000b")]
    [InlineData("\u00e4")]
    [InlineData("a b")]
    [InlineData("a\\tb")]
    [InlineData("a\\\"b")]
    [InlineData("")]
    public void APartitionIsAWordOfTheKernelsCommandLine(string text) => Assert.Contains(
        "partuuid is no word of a kernel command line; give the partition's unique id",
        _api.Send("PUT", "/drives/a", """{"drive_id":"a","is_root_device":true,"path_on_host":"/f","partuuid":"TEXT"}""".Replace("TEXT", text, StringComparison.Ordinal)).Fault,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("0eaa91a0-01")]
    [InlineData("!~")]
    [InlineData("123e4567-e89b-12d3-a456-426614174000/PARTNROFF=1")]
    public void UniqueIdsOfPartitionsAreTaken(string text) => Assert.Equal(
        204, _api.Send("PUT", "/drives/a", $$"""{"drive_id":"a","is_root_device":true,"path_on_host":"/f","partuuid":"{{text}}"}""").Status);

    private string Put(string path, string body, string text) =>
        _api.Send("PUT", path, body.Replace("TEXT", text, StringComparison.Ordinal)).Fault ?? "";

    private string Whole() => _api.Send("GET", "/vm/config").Body;

    private static string Escaped(int count) => string.Concat(Enumerable.Repeat("\\u0041", count));
}
