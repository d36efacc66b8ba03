using System.Text;
using Kiln.Vmm.Control;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Machine.Cpu;
using Kiln.Vmm.Machine.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Control;

/// <summary>Each field's range, and each field that is not honored yet, refused by name instead of ignored.</summary>
public sealed class ConfigurationFieldTests
{
    private const string VcpuRange =
        "The number of vCPUs must be greater than 0, less than 32 and must be 1 or an even number if SMT is enabled.";

    private const string MemoryRange = "The memory size (MiB) is either 0, or not a multiple of the configured page size.";

    // The value stands on a line of its own, so that the place is the same whatever surrounds it.
    [Theory]
    [InlineData("0", VcpuRange)]
    [InlineData("33", VcpuRange)]
    [InlineData("18446744073709551615", VcpuRange)]
    [InlineData("null", "machine-config.vcpu_count is null; a whole number from 0 to 18446744073709551615 is expected")]
    [InlineData("\"1\"", "machine-config.vcpu_count is a string; a whole number from 0 to 18446744073709551615 is expected")]
    [InlineData("1e0", "machine-config.vcpu_count is the number 1e0; a whole number from 0 to 18446744073709551615 is expected")]
    [InlineData("-0", "machine-config.vcpu_count is the number -0; a whole number from 0 to 18446744073709551615 is expected")]
    public void AVcpuCountOutOfRangeIsRefused(string value, string message) =>
        Refused($"\"vcpu_count\":\n  {value}, \"mem_size_mib\": 1", message);

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
        if (!smt)
        {
            Refused(members + "true", VcpuRange);
        }
    }

    [Theory]
    [InlineData("T2")]
    [InlineData("T2A")]
    [InlineData("C3")]
    [InlineData("None")]
    public void AStaticTemplateIsKnownByItsName(string name) => Assert.Equal(
        name, Bind(WithMachine($"\"vcpu_count\": 1, \"mem_size_mib\": 1, \"cpu_template\": \"{name}\"")).Machine.Template.ToString());

    [Theory]
    [InlineData("0", MemoryRange)]
    [InlineData("17592186044416", "the memory size (MiB) is more than 64 bits address; lower mem_size_mib")]
    [InlineData("true", "machine-config.mem_size_mib is true; a whole number from 0 to 18446744073709551615 is expected")]
    public void AMemorySizeOutOfRangeIsRefused(string value, string message) =>
        Refused($"\"vcpu_count\": 1, \"mem_size_mib\":\n  {value}", message);

    [Theory]
    [InlineData("1", 1)]
    [InlineData("17592186044415", 17592186044415)]
    public void TheEndsOfTheMemoryRangeAreTaken(string value, ulong mebibytes) =>
        Assert.Equal(MachineConfiguration.Default with { MemoryMebibytes = mebibytes }, Bind(WithMachine($"\"vcpu_count\": 1, \"mem_size_mib\": {value}")).Machine);

    [Theory]
    [InlineData("\"None\"", "None")]
    [InlineData("null", "None")]
    [InlineData("\"2M\"", "Reserved")]
    [InlineData("\"Transparent\"", "Transparent")]
    public void HugePagesAreTakenForAnEvenSize(string value, string pages)
    {
        Assert.Equal(Enum.Parse<HugePages>(pages), Bind(WithMachine($"\"vcpu_count\": 1, \"mem_size_mib\": 2, \"huge_pages\": {value}")).Machine.Pages);
        if (pages != "None")
        {
            Refused($"\"vcpu_count\": 1, \"huge_pages\": {value}, \"mem_size_mib\":\n  3", MemoryRange);
        }
    }

    [Theory]
    [InlineData("smt", "1", "machine-config.smt is the number 1; true or false is expected")]
    [InlineData("smt", "null", "machine-config.smt is null; true or false is expected")]
    [InlineData("track_dirty_pages", "true", "machine-config.track_dirty_pages is not supported by this version of Kiln; remove it")]
    [InlineData("cpu_template", "\"T3\"", "unknown variant `T3`, expected one of `C3`, `T2`, `T2S`, `T2CL`, `T2A`, `None`")]
    [InlineData("cpu_template", "1", "machine-config.cpu_template is the number 1; a string is expected")]
    [InlineData("huge_pages", "\"1G\"", "unknown variant `1G`, expected one of `None`, `2M`, `Transparent`")]
    public void AMachineFieldThatIsNotHonoredIsRefused(string field, string value, string message) =>
        Refused($"\"vcpu_count\": 1, \"mem_size_mib\": 1, \"{field}\":\n  {value}", message);

    [Theory]
    [InlineData("drives", "[{}]")]
    [InlineData("drives", "{}")]
    [InlineData("network-interfaces", "[1]")]
    [InlineData("pmem", "null")]
    [InlineData("balloon", "{}")]
    [InlineData("entropy", "{}")]
    [InlineData("logger", "{}")]
    [InlineData("memory-hotplug", "{}")]
    [InlineData("metrics", "{}")]
    [InlineData("mmds-config", "{}")]
    [InlineData("vsock", "false")]
    public void ADeviceThatIsNotHonoredIsRefused(string field, string value) => Assert.Equal(
        $"vm.json:2:2: {field} is not supported by this version of Kiln; remove it",
        JsonPlaceTests.LineFor($"{{\"boot-source\": {{\"kernel_image_path\": \"k\"}}, \"{field}\":\n {value}}}"));

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

    [Theory]
    [InlineData("\"a\\u0000b\"", "The kernel command line is invalid: it contains a NUL character")]
    [InlineData("7", "boot-source.boot_args is the number 7; a string is expected")]
    public void BootArgumentsThatNoKernelCanBeGivenHaveTheirPlace(string value, string message) =>
        Assert.Equal($"vm.json:2:2: {message}", JsonPlaceTests.LineFor(WithArguments(value)));

    [Fact]
    public void BootArgumentsThatAreTooLongHaveTheirPlace() => Assert.Equal(
        "vm.json:2:2: The kernel command line is invalid: it takes 2049 bytes with its NUL, of which 2048 can be; shorten boot_args",
        JsonPlaceTests.LineFor(WithArguments($"\"{new string('a', BootLayout.CommandLineCapacity)}\"")));

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"a\\u0000b\"")]
    public void APathThatNoFileHasIsRefused(string value) => Assert.Equal(
        "vm.json:2:2: kernel_image_path is not a path; name an ELF vmlinux or a bzImage",
        JsonPlaceTests.LineFor($"{{\"boot-source\": {{\"kernel_image_path\":\n {value}}}}}"));

    private static void Refused(string machine, string message) =>
        Assert.Equal($"vm.json:2:3: {message}", JsonPlaceTests.LineFor(WithMachine(machine)));

    private static string WithArguments(string value) =>
        $"{{\"boot-source\": {{\"kernel_image_path\": \"k\", \"boot_args\":\n {value}}}}}";

    private static string WithMachine(string members) =>
        $"{{\"boot-source\": {{\"kernel_image_path\": \"k\"}}, \"machine-config\": {{{members}}}}}";

    private static VmConfiguration Bind(string json) => ConfigurationFile.Bind(new JsonText("vm.json", Encoding.UTF8.GetBytes(json)));
}
