using Kiln.Vmm.Control;
using Xunit;

namespace Kiln.Vmm.Tests.Control;

/// <summary>The configuration file: what it means.</summary>
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

    [Fact]
    public void BytesThatAreNoTextAreRefused() => Assert.Throws<VmmFailure>(
        () => Configured.By([.. "{\"boot-source\": {\"kernel_image_path\": \""u8, 0xFF, .. "\"}}"u8]));

    [Fact]
    public void DeepNestingIsRefused() => Assert.Throws<VmmFailure>(() => Bind(new string('[', 100_000)));

    private static VmConfiguration Bind(string json) => Configured.By(json);
}
