using System.IO;
using Kiln.Testing.Vmm.Snapshots;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Process.CommandLine;
using Kiln.Vmm.Snapshots;
using NJsonSchema;
using Xunit;

namespace Kiln.Vmm.Tests.Process.CommandLine;

/// <summary>The documents are those of their schemas, and the schemas take no others.</summary>
public sealed class SnapshotDocumentTests
{
    private static readonly JsonSchema _description = Schema("snapshot-description");
    private static readonly JsonSchema _check = Schema("snapshot-check");

    [Fact]
    public void ADescriptionIsOfItsSchema()
    {
        VmConfiguration strange = SampleSnapshot.Smallest with
        {
            BootSource = new BootSource("\"\\\u0001\u202e\ud83d\ude00", null, null),
            Drives = DriveList.None.With(new DriveConfiguration("\u00e9 / \"", false) { Path = new string('x', 4095) }),
        };
        foreach (VmConfiguration configuration in (VmConfiguration[])[SampleSnapshot.Smallest, SampleSnapshot.Fullest, strange])
        {
            Assert.Empty(_description.Validate(SnapshotDocument.Of(SavedSnapshot.Read(SampleSnapshot.Of(configuration)))));
        }
    }

    [Fact]
    public void ADescriptionIsWhatWasSaved() => Assert.Equal(
        """
        {
          "version": 1,
          "format": "11.0.0",
          "saved_by": "0.2.0",
          "architecture": "x86_64",
          "vcpu_count": 2,
          "mem_size_mib": 16,
          "huge_pages": "None",
          "kernel_image_path": "/boot/vmlinux",
          "initrd_path": "/boot/initrd",
          "devices": [
            {
              "kind": "serial"
            },
            {
              "kind": "keyboard"
            },
            {
              "kind": "boot timer"
            },
            {
              "kind": "drive",
              "id": "rootfs",
              "path_on_host": "/root.img",
              "size_bytes": 0,
              "is_read_only": true
            },
            {
              "kind": "drive",
              "id": "data",
              "path_on_host": "/data.img",
              "size_bytes": 0,
              "is_read_only": false
            },
            {
              "kind": "network-interface",
              "id": "eth0",
              "host_dev_name": "tap0"
            },
            {
              "kind": "network-interface",
              "id": "eth1",
              "host_dev_name": "tap1"
            },
            {
              "kind": "balloon"
            },
            {
              "kind": "entropy"
            },
            {
              "kind": "generation id"
            },
            {
              "kind": "clock"
            }
          ]
        }

        """,
        SnapshotDocument.Of(SavedSnapshot.Read(SampleSnapshot.Of(SampleSnapshot.Fullest))));

    [Theory]
    [InlineData("\"vcpu_count\": 1", "\"vcpu_count\": 0")]
    [InlineData("\"version\": 1", "\"version\": 2")]
    [InlineData("\"huge_pages\": \"None\"", "\"huge_pages\": \"1G\"")]
    [InlineData("\"format\": \"11.0.0\"", "\"format\": \"v11.0.0\"")]
    [InlineData("\"initrd_path\": null,", "")]
    [InlineData("\"kind\": \"serial\"", "\"kind\": \"serial\", \"path_on_host\": \"/p\"")]
    [InlineData("\"devices\"", "\"more\": 1, \"devices\"")]
    public void AnotherDescriptionIsRefused(string right, string wrong)
    {
        string document = SnapshotDocument.Of(SavedSnapshot.Read(SampleSnapshot.Of(SampleSnapshot.Smallest)));
        Assert.Contains(right, document, StringComparison.Ordinal);

        Assert.NotEmpty(_description.Validate(document.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Fact]
    public void AResultIsOfItsSchema()
    {
        Assert.Empty(_check.Validate(SnapshotDocument.OfCheck(null)));
        Assert.Empty(_check.Validate(SnapshotDocument.OfCheck("vm.state: it is cut\n\u0001")));
    }

    [Theory]
    [InlineData("""{"version": 1, "ok": true, "reason": "x"}""")]
    [InlineData("""{"version": 1, "ok": false, "reason": null}""")]
    [InlineData("""{"version": 1, "ok": true}""")]
    [InlineData("""{"version": 2, "ok": true, "reason": null}""")]
    public void AnotherResultIsRefused(string document) => Assert.NotEmpty(_check.Validate(document));

    private static JsonSchema Schema(string name) => JsonSchema.FromJsonAsync(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, $"Process/CommandLine/{name}.schema.json"))).GetAwaiter().GetResult();
}
