using System.Text;
using Kiln.Vmm.Control;
using Xunit;

namespace Kiln.Vmm.Tests.Control;

/// <summary>The configuration file: what it means, and where it is wrong.</summary>
public sealed class ConfigurationFileTests
{
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
    [InlineData("", "1:1: invalid JSON: it ends too early")]
    [InlineData("{", "1:2: invalid JSON: it ends too early")]
    [InlineData("{\n  // no\n}", "2:3: invalid JSON: comments are not allowed")]
    [InlineData("{\"a\": 1,}", "1:9: invalid JSON: '}' was not expected here")]
    [InlineData("{} {}", "1:4: invalid JSON: '{' was not expected here")]
    [InlineData("[]", "1:1: the configuration is a list; an object is expected")]
    [InlineData("{\"machine-config\": {}}", "1:1: missing field `boot-source` in the configuration")]
    [InlineData("{\"boot-source\": {}}", "1:17: missing field `kernel_image_path` in boot-source")]
    [InlineData("{\"boot-source\": {\"kernel_image_path\": 7}}", "1:39: boot-source.kernel_image_path is the number 7; a string is expected")]
    [InlineData("{\"boot-source\": {\"kernel_image_path\": \"\"}}", "1:39: kernel_image_path is not a path; name an ELF vmlinux")]
    [InlineData("{" + Boot + ",\n \"machine-config\": {\"vcpu_count\": 1}}", "2:20: missing field `mem_size_mib` in machine-config")]
    [InlineData("{" + Boot + ", \"machine-config\": {\"vcpu_count\": 1.5, \"mem_size_mib\": 1}}", "1:78: machine-config.vcpu_count is the number 1.5; a whole number from 0 to 18446744073709551615 is expected")]
    [InlineData("{" + Boot + ", \"machine-config\": {\"vcpu_count\": -1, \"mem_size_mib\": 1}}", "1:78: machine-config.vcpu_count is the number -1; a whole number from 0 to 18446744073709551615 is expected")]
    [InlineData("{" + Boot + ", \"machine-config\": {\"vcpu_count\": 33, \"mem_size_mib\": 1}}", "1:78: The number of vCPUs must be greater than 0, less than 32 and must be 1 or an even number if SMT is enabled.")]
    [InlineData("{" + Boot + ", \"machine-config\": {\"vcpu_count\": 1, \"mem_size_mib\": 18446744073709551615}}", "1:97: the memory size (MiB) is more than 64 bits address; lower mem_size_mib")]
    [InlineData("{" + Boot + ", \"machine-config\": {\"vcpu_count\": 1, \"mem_size_mib\": 18446744073709551616}}", "1:97: machine-config.mem_size_mib is the number 18446744073709551616; a whole number from 0 to 18446744073709551615 is expected")]
    [InlineData("{" + Boot + ", \"machine-config\": {\"vcpu_count\": 1, \"mem_size_mib\": 1, \"track_dirty_pages\": true}}", "1:121: machine-config.track_dirty_pages is not supported by this version of Kiln; remove it")]
    [InlineData("{" + Boot + ", \"vsock\": {}}", "1:54: vsock is not supported by this version of Kiln; remove it")]
    [InlineData("{" + Boot + ", \"Boot-source\": {}}", "1:45: unknown field `Boot-source` in the configuration")]
    [InlineData("{" + Boot + ", \"boot-source\": {}}", "1:45: duplicate field `boot-source` in the configuration; keep one")]
    [InlineData("{\"boot-source\": {\"kernel_image_path\": \"\\ud800\"}}", "1:39: invalid JSON: a string is not UTF-8 or has half of a surrogate pair")]
    public void AMistakeIsNamedWithItsPlace(string json, string message)
    {
        string line = Assert.Throws<VmmFailure>(() => Bind(json)).Message;

        Assert.StartsWith("vm.json:" + message, line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public void AByteOrderMarkIsNamed() => Assert.Contains(
        "byte order mark", Assert.Throws<VmmFailure>(() => Bind("\ufeff{}")).Message, StringComparison.Ordinal);

    [Fact]
    public void BytesThatAreNoTextAreRefused() => Assert.Throws<VmmFailure>(
        () => ConfigurationFile.Bind(new JsonText("vm.json", [.. "{\"boot-source\": {\"kernel_image_path\": \""u8, 0xFF, .. "\"}}"u8])));

    [Fact]
    public void DeepNestingIsRefused() => Assert.Throws<VmmFailure>(() => Bind(new string('[', 100_000)));

    private static VmConfiguration Bind(string json) => ConfigurationFile.Bind(new JsonText("vm.json", Encoding.UTF8.GetBytes(json)));
}
