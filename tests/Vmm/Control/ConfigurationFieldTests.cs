using Kiln.Vmm.Control;
using Kiln.Vmm.Machine.Cpu;
using Kiln.Vmm.Machine.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Control;

/// <summary>Each field's range, and what asks for nothing.</summary>
public sealed class ConfigurationFieldTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(32)]
    public void AVcpuCountInRangeIsTaken(int count) =>
        Assert.Equal(count, Bind(WithMachine($"\"vcpu_count\": {count}, \"mem_size_mib\": 1")).Machine.Processors.Count);

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(32, true)]
    [InlineData(3, false)]
    public void ThreadsOfACoreComeInPairs(int count, bool smt)
    {
        string members = $"\"vcpu_count\":\n  {count}, \"mem_size_mib\": 1, \"smt\": ";
        Assert.Equal(new ProcessorTopology(count, smt), Bind(WithMachine(members + (smt ? "true" : "false"))).Machine.Processors);
    }

    [Theory]
    [InlineData("T2")]
    [InlineData("T2A")]
    [InlineData("C3")]
    [InlineData("None")]
    public void AStaticTemplateIsKnownByItsName(string name) => Assert.Equal(
        name, Bind(WithMachine($"\"vcpu_count\": 1, \"mem_size_mib\": 1, \"cpu_template\": \"{name}\"")).Machine.Template.ToString());

    [Theory]
    [InlineData("1", 1)]
    [InlineData("17592186044415", 17592186044415)]
    public void TheEndsOfTheMemoryRangeAreTaken(string value, ulong mebibytes) =>
        Assert.Equal(MachineConfiguration.Default with { MemoryMebibytes = mebibytes }, Bind(WithMachine($"\"vcpu_count\": 1, \"mem_size_mib\": {value}")).Machine);

    [Theory]
    [InlineData("\"None\"", "None")]
    [InlineData("\"2M\"", "Reserved")]
    [InlineData("\"Transparent\"", "Transparent")]
    public void HugePagesAreTakenForAnEvenSize(string value, string pages)
    {
        Assert.Equal(Enum.Parse<HugePages>(pages), Bind(WithMachine($"\"vcpu_count\": 1, \"mem_size_mib\": 2, \"huge_pages\": {value}")).Machine.Pages);
    }

    [Theory]
    [InlineData("\"drives\": [], \"network-interfaces\": [], \"pmem\": [], \"vsock\": null, \"logger\": null, \"machine-config\": null")]
    [InlineData("\"machine-config\": {\"vcpu_count\": 1, \"mem_size_mib\": 128, \"cpu_template\": null, \"smt\": false}")]
    [InlineData("\"machine-config\": {\"vcpu_count\": 1, \"mem_size_mib\": 128, \"huge_pages\": \"None\", \"track_dirty_pages\": false}")]
    public void WhatAsksForNothingIsTaken(string members) => Assert.Equal(
        MachineConfiguration.Default, Bind($"{{\"boot-source\": {{\"kernel_image_path\": \"k\"}}, {members}}}").Machine);

    [Theory]
    [InlineData("null", null)]
    [InlineData("\"\"", "")]
    [InlineData("\"a -- b\"", "a -- b")]
    public void BootArgumentsAreKeptAsTheyWereWritten(string value, string? arguments) => Assert.Equal(
        new BootSource("k", null, arguments), Bind($"{{\"boot-source\": {{\"kernel_image_path\": \"k\", \"boot_args\": {value}}}}}").BootSource);

    private static string WithMachine(string members) =>
        $"{{\"boot-source\": {{\"kernel_image_path\": \"k\"}}, \"machine-config\": {{{members}}}}}";

    private static VmConfiguration Bind(string json) => Configured.By(json);
}
