using System.Linq;
using System.Text;
using Kiln.Vmm.Json;
using Kiln.Vmm.Wire;
using Xunit;

namespace Kiln.Vmm.Tests.Wire;

/// <summary>All mistakes of a configuration are told at once, where one does not hide another.</summary>
public sealed class ConfigurationMistakesTests
{
    [Fact]
    public void EachIsToldWithItsPlaceInTheOrderOfTheFile()
    {
        string[] starts =
        [
            "vm.json:2:10: Boot source error: ",
            "vm.json:4:2: drives has two devices with the id a; give each an id of its own",
            "vm.json:5:19: memory-hotplug is not supported by this version of Kiln; remove it",
            "vm.json:6:19: Machine config error: The number of vCPUs ",
        ];

        string[] lines = Of("""
            {"boot-source":
                     {"kernel_image_path": "k", "boot_args": "a\u0000b"},
            "drives": [{"drive_id": "a", "is_root_device": false, "path_on_host": "f"},
             {"drive_id": "a", "is_root_device": false, "path_on_host": "g"}],
            "memory-hotplug": {"total_size_mib": 128},
            "machine-config": {"vcpu_count": 33, "mem_size_mib": 128}}
            """);

        Assert.Equal(starts.Length, lines.Length);
        Assert.All(starts.Zip(lines), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public void ASyntaxErrorIsToldAlone() => Assert.Equal(
        ["vm.json:2:6: EOF while parsing a value"], Of("{\"machine-config\": {\"vcpu_count\": 33, \"mem_size_mib\": 128},\n     "));

    [Fact]
    public void WhatOnlyAStartRefusesIsTold()
    {
        string drives = string.Join(",", Enumerable.Range(0, 18).Select(
            index => $$"""{"drive_id": "d{{index}}", "is_root_device": false, "path_on_host": "f"}"""));

        Assert.StartsWith(
            "vm.json: Could not allocate GSI: The requested resource is not available. There are 18 virtio devices",
            Assert.Single(Of($$"""{"boot-source": {"kernel_image_path": "k"}, "drives": [{{drives}}]}""")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void NoMoreThanAScreenIsTold()
    {
        string drives = string.Join(",", Enumerable.Repeat("""{"drive_id": "a", "is_root_device": false, "path_on_host": "f"}""", 30));

        string[] lines = Of($$"""{"boot-source": {"kernel_image_path": "k"}, "drives": [{{drives}}]}""");

        Assert.Equal(21, lines.Length);
        Assert.Equal("vm.json: there are more mistakes; these are the first 20", lines[^1]);
    }

    [Fact]
    public void ARightOneHasNone() => Assert.Empty(Of("""{"boot-source": {"kernel_image_path": "k"}}"""));

    private static string[] Of(string text) => [.. ConfigurationMistakes.Of(new JsonText("vm.json", Encoding.UTF8.GetBytes(text)))];
}
