using System.Linq;
using System.Text;
using Kiln.Testing.Vmm;
using Kiln.Vmm.Control;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Json;
using Kiln.Vmm.Model;
using Kiln.Vmm.Tests.Control;
using Kiln.Vmm.Wire;
using Xunit;

namespace Kiln.Vmm.Tests.Wire;

/// <summary>The configuration file: what it means, and where it is wrong.</summary>
public sealed class ConfigurationFileTests
{
    private const string Drive = "{\"drive_id\": \"a\", \"is_root_device\": false, \"path_on_host\": \"f\"}";
    private const string Network = "{\"iface_id\": \"a\", \"host_dev_name\": \"tap0\"}";
    private const string Boot = "\"boot-source\": {\"kernel_image_path\": \"k\"}";

    [Fact]
    public void DefaultsAreOneProcessorAnd128MebibytesAndNoArguments() => Assert.Equal(
        new VmConfiguration(new BootSource("k", null, null), MachineConfiguration.Default), Bind($"{{{Boot}}}"));

    [Fact]
    public void EveryFieldIsTaken() => Assert.Equal(
        new VmConfiguration(new BootSource("k\u00e9", null, "a=\"b\""), MachineConfiguration.Default with { MemoryMebibytes = 256 }),
        Bind("""
            {"machine-config": {"mem_size_mib": 256, "vcpu_count": 1, "smt": false, "huge_pages": "None", "track_dirty_pages": false},
             "boot-source": {"boot_args": "a=\"b\"", "kernel_image_path": "k\u00e9", "initrd_path": null}, "drives": []}
            """));

    [Theory]
    [InlineData("", "1:1: EOF while parsing a value")]
    [InlineData("{", "1:2: EOF while parsing an object")]
    [InlineData("{\n  // no\n}", "2:3: key must be a string")]
    [InlineData("{\"a\": 1,}", "1:2: unknown field `a`, expected one of `logger`, ")]
    [InlineData("{" + Boot + ",}", "1:44: trailing comma")]
    [InlineData("{" + Boot + "} {}", "1:45: trailing characters")]
    [InlineData("[]", "1:1: invalid type: sequence, expected struct VmmConfig")]
    [InlineData("{}", "1:1: missing field `boot-source`")]
    [InlineData("{\"boot-source\": null}", "1:17: invalid type: null, expected struct BootSourceConfig")]
    [InlineData("{\"boot-source\": {}}", "1:17: missing field `kernel_image_path`")]
    [InlineData("{\"boot-source\": {\"kernel_image_path\": 7}}", "1:39: invalid type: integer `7`, expected a string")]
    [InlineData("{\"boot-source\": {\"kernel_image_path\": \"\"}}", "1:39: kernel_image_path is not a path; name a file")]
    [InlineData("{" + Boot + ",\n \"machine-config\": {\"vcpu_count\": 1}}", "2:20: missing field `mem_size_mib`")]
    [InlineData("{" + Boot + ", \"machine-config\": {\"vcpu_count\": 1.5, \"mem_size_mib\": 1}}", "1:78: invalid type: floating point `1.5`, expected u8")]
    [InlineData("{" + Boot + ", \"machine-config\": {\"vcpu_count\": -1, \"mem_size_mib\": 1}}", "1:78: invalid value: integer `-1`, expected u8")]
    [InlineData("{" + Boot + ", \"machine-config\": {\"vcpu_count\": 33, \"mem_size_mib\": 1}}", "1:63: Machine config error: The number of vCPUs must be greater than 0, less than 32 and must be 1 or an even number if SMT is enabled.")]
    [InlineData("{" + Boot + ", \"machine-config\": {\"vcpu_count\": 1, \"mem_size_mib\": 18446744073709551615, \"huge_pages\": \"2M\"}}", "1:63: Machine config error: The memory size (MiB) is either 0, or not a multiple of the configured page size.")]
    [InlineData("{" + Boot + ", \"machine-config\": {\"vcpu_count\": 1, \"mem_size_mib\": 18446744073709551616}}", "1:97: invalid type: floating point `1.8446744073709552e19`, expected u64")]
    [InlineData("{" + Boot + ", \"machine-config\": {\"vcpu_count\": 1, \"mem_size_mib\": 1, \"track_dirty_pages\": 1}}", "1:121: invalid type: integer `1`, expected a boolean")]
    [InlineData("{" + Boot + ", \"memory-hotplug\": {\"total_size_mib\": 128}}", "1:63: memory-hotplug is not supported by this version of Kiln; remove it")]
    [InlineData("{" + Boot + ", \"Boot-source\": {}}", "1:45: unknown field `Boot-source`, expected one of ")]
    [InlineData("{" + Boot + ", \"boot-source\": {}}", "1:45: duplicate field `boot-source`")]
    [InlineData("{" + Boot + ", \"drives\": [" + Drive + ",\n " + Drive + "]}", "2:2: drives has two devices with the id a; give each an id of its own")]
    [InlineData("{" + Boot + ",\n \"network-interfaces\": [" + Network + ", " + Network + "]}", "2:69: network-interfaces has two devices with the id a;")]
    [InlineData("{" + Boot + ",\n \"drives\": [{\"drive_id\": \"\u010a\"}]}", "2:26: drive_id has the character U+010A; use letters of ASCII, digits and underscores")]
    [InlineData("{" + Boot + ",\n \"drives\": [{\"drive_id\": \"a\\n\"}]}", "2:26: drive_id has the character U+000A; use letters of ASCII, digits and underscores")]
    [InlineData("{\"boot-source\": {\"kernel_image_path\": \"\\ud800\"}}", "1:46: unexpected end of hex escape")]
    public void AMistakeIsNamedWithItsPlace(string json, string message)
    {
        string line = Assert.Throws<VmmFailure>(() => Bind(json)).Message;

        Assert.StartsWith("vm.json:" + message, line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public void SectionsAreAppliedInTheContractsOrder()
    {
        const string Text = """
            {"entropy": {}, "serial": {}, "drives": [{"drive_id": "a", "is_root_device": false, "path_on_host": "f"},
             {"drive_id": "b", "is_root_device": true, "path_on_host": "g"}], "boot-source": {"kernel_image_path": "k"}, "cpu-config": {}, "machine-config": {"vcpu_count": 1, "mem_size_mib": 1},
             "metrics": {"metrics_path": "m"}, "logger": {"level": "Info"}}
            """;
        ConfigurationFile file = Parse(Text);

        Assert.Equal(
            [
                typeof(ConfigureLogger), typeof(ConfigureMetrics), typeof(ConfigureMachine), typeof(ConfigureProcessors),
                typeof(ConfigureBootSource), typeof(InsertBlockDevice), typeof(InsertBlockDevice), typeof(SetEntropyDevice), typeof(ConfigureSerial),
            ],
            file.Actions.Select(action => action.Action.GetType()));
        // Each knows where its value stands, whatever the order.
        Assert.All(file.Actions, action => Assert.Equal('{', Text[action.Offset]));
        Assert.Equal(Text.IndexOf("{\"level\"", StringComparison.Ordinal), file.Actions[0].Offset);
    }

    [Fact]
    public void WhatTheHostRefusesHasItsPlaceAndEndsTheRest()
    {
        ConfigurationFile file = Parse("{\n\"metrics\": {\"metrics_path\": \"m\"}, \"logger\":\n {}, " + Boot + "}");
        RefusingHost host = new();

        VmmFailure failure = Assert.Throws<VmmFailure>(() => file.Apply(new Controller(host, VmConfiguration.Default)));

        Assert.Equal("vm.json:3:2: Logger error: no logs today", failure.Message);
        Assert.Equal(1, host.Calls);
    }

    [Fact]
    public void ATemplateInAFileIsNotOpenedForAFileThatIsBroken() => Assert.Equal(
        "vm.json:1:31: EOF while parsing an object",
        Assert.Throws<VmmFailure>(() => Parse("{\"cpu-config\": \"/nowhere/file\"")).Message);

    [Fact]
    public void AByteOrderMarkIsNamed() => Assert.Contains(
        "byte order mark", Assert.Throws<VmmFailure>(() => Bind("\ufeff{}")).Message, StringComparison.Ordinal);

    [Fact]
    public void BytesThatAreNoTextAreRefused() => Assert.Throws<VmmFailure>(
        () => ConfigurationFile.Parse(new JsonText("vm.json", [.. "{\"boot-source\": {\"kernel_image_path\": \""u8, 0xFF, .. "\"}}"u8])));

    [Fact]
    public void DeepNestingIsRefused() => Assert.Throws<VmmFailure>(() => Bind(new string('[', 100_000)));

    private static VmConfiguration Bind(string json) => Parse(json).Check();

    private static ConfigurationFile Parse(string json) => ConfigurationFile.Parse(new JsonText("vm.json", Encoding.UTF8.GetBytes(json)));
}
