using System.Text;
using Kiln.Testing.Vmm;
using Kiln.Vmm.Json;
using Kiln.Vmm.Machine.Arch.X64.Layout;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Processors;
using Kiln.Vmm.Wire;
using Xunit;

namespace Kiln.Vmm.Tests.Control;

/// <summary>Each field's range, and each field that is not honored yet, refused by name instead of ignored.</summary>
public sealed class ConfigurationFieldTests
{
    private const string VcpuRange =
        "The number of vCPUs must be greater than 0, less than 32 and must be 1 or an even number if SMT is enabled.";

    private const string MemoryRange = "The memory size (MiB) is either 0, or not a multiple of the configured page size.";

    // The value is on a line of its own, so that its position does not depend on the rest.
    [Theory]
    [InlineData("256", "invalid value: integer `256`, expected u8")]
    [InlineData("18446744073709551615", "invalid value: integer `18446744073709551615`, expected u8")]
    [InlineData("null", "invalid type: null, expected u8")]
    [InlineData("\"1\"", "invalid type: string \"1\", expected u8")]
    [InlineData("1e0", "invalid type: floating point `1.0`, expected u8")]
    [InlineData("-0", "invalid type: floating point `-0.0`, expected u8")]
    public void AVcpuCountThatIsNoneIsRefusedWhereItStands(string value, string message) =>
        RefusedInIt($"\"vcpu_count\":\n  {value}, \"mem_size_mib\": 1", message);

    [Theory]
    [InlineData(0)]
    [InlineData(33)]
    [InlineData(255)]
    public void AVcpuCountOutOfRangeIsRefused(int count) =>
        Refused($"\"vcpu_count\": {count}, \"mem_size_mib\": 1", VcpuRange);

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
        string members = $"\"vcpu_count\": {count}, \"mem_size_mib\": 1, \"smt\": ";
        Assert.Equal(new ProcessorTopology(count, smt), Bind(WithMachine(members + (smt ? "true" : "false"))).Machine.Processors);
        if (!smt)
        {
            Refused(members + "true", VcpuRange);
        }
    }

    [Theory]
    [InlineData("T2")]
    [InlineData("T2S")]
    [InlineData("T2CL")]
    [InlineData("T2A")]
    [InlineData("C3")]
    [InlineData("None")]
    public void AStaticTemplateIsKnownByItsName(string name) => Assert.Equal(
        name, Bind(WithMachine($"\"vcpu_count\": 1, \"mem_size_mib\": 1, \"cpu_template\": \"{name}\"")).Machine.Template.ToString());

    [Fact]
    public void AMachineWithoutMemoryIsRefused() => Refused("\"vcpu_count\": 1, \"mem_size_mib\": 0", MemoryRange);

    [Theory]
    [InlineData("true", "invalid type: boolean `true`, expected u64")]
    [InlineData("18446744073709551616", "invalid type: floating point `1.8446744073709552e19`, expected u64")]
    public void AMemorySizeThatIsNoneIsRefusedWhereItStands(string value, string message) =>
        RefusedInIt($"\"vcpu_count\": 1, \"mem_size_mib\":\n  {value}", message);

    [Theory]
    [InlineData("1", 1)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    public void TheEndsOfTheMemoryRangeAreTaken(string value, ulong mebibytes) =>
        Assert.Equal(MachineConfiguration.Default with { MemoryMebibytes = mebibytes }, Bind(WithMachine($"\"vcpu_count\": 1, \"mem_size_mib\": {value}")).Machine);

    [Theory]
    [InlineData("\"None\"", "None")]
    [InlineData("\"2M\"", "Reserved")]
    [InlineData("\"Transparent\"", "Transparent")]
    public void HugePagesAreTakenForAnEvenSize(string value, string pages)
    {
        Assert.Equal(Enum.Parse<HugePages>(pages), Bind(WithMachine($"\"vcpu_count\": 1, \"mem_size_mib\": 2, \"huge_pages\": {value}")).Machine.Pages);
        if (pages != "None")
        {
            Refused($"\"vcpu_count\": 1, \"huge_pages\": {value}, \"mem_size_mib\": 3", MemoryRange);
        }
    }

    [Theory]
    [InlineData("smt", "1", "invalid type: integer `1`, expected a boolean")]
    [InlineData("smt", "null", "invalid type: null, expected a boolean")]
    [InlineData("cpu_template", "\"T3\"", "unknown variant `T3`, expected one of `C3`, `T2`, `T2S`, `T2CL`, `T2A`, `None`")]
    [InlineData("cpu_template", "1", "expected value")]
    [InlineData("huge_pages", "\"1G\"", "unknown variant `1G`, expected one of `None`, `Transparent`, `2M`")]
    [InlineData("huge_pages", "null", "expected value")]
    public void AMachineFieldThatIsNoneIsRefusedWhereItStands(string field, string value, string message) =>
        RefusedInIt($"\"vcpu_count\": 1, \"mem_size_mib\": 1, \"{field}\":\n  {value}", message);

    [Fact]
    public void TrackingOfPagesIsTaken() => Assert.Equal(
        MachineConfiguration.Default with { TracksDirtyPages = true },
        Bind(WithMachine("\"vcpu_count\": 1, \"mem_size_mib\": 128, \"track_dirty_pages\": true")).Machine);

    [Theory]
    [InlineData("pmem", """[{"id": "a", "path_on_host": "f"}]""")]
    [InlineData("memory-hotplug", """{"total_size_mib": 128}""")]
    public void ADeviceThatIsNotHonoredIsRefused(string field, string value) => Assert.Equal(
        $"vm.json:2:2: {field} is not supported by this version of Kiln; remove it",
        JsonPlaceTests.LineFor($"{{\"boot-source\": {{\"kernel_image_path\": \"k\"}}, \"{field}\":\n {value}}}"));

    // The API's own checks of a device come first: such an error remains one in later versions. A drive is blamed at its place in the
    // list.
    [Theory]
    [InlineData("drives", "{}", "invalid type: map, expected a sequence")]
    [InlineData("drives", "[{}]", "missing field `drive_id`", 3)]
    [InlineData("drives", """[{"drive_id": "a", "is_root_device": true}]""", "Drive config error: Unable to create the virtio block device: Invalid block config.", 3)]
    [InlineData("drives", """[{"drive_id": "a", "is_root_device": true, "socket": "s"}]""", "Drive config error: socket is not part of this version of Kiln; name a file as path_on_host", 3)]
    [InlineData("drives", """[{"drive_id": "a", "is_root_device": false, "path_on_host": "f"}, 1]""", "invalid type: integer `1`, expected struct BlockDeviceConfig", 68)]
    [InlineData("drives", """[{"drive_id": "a", "is_root_device": true, "path_on_host": "f"}, {"drive_id": "b", "is_root_device": true, "path_on_host": "f"}]""", "Drive config error: A root block device already exists!", 67)]
    [InlineData("drives", "null", "invalid type: null, expected a sequence")]
    [InlineData("entropy", "1", "invalid type: integer `1`, expected struct EntropyDeviceConfig")]
    [InlineData("entropy", """{"rate_limiter": {"ops": {"size": 1}}}""", "missing field `refill_time`", 27)]
    [InlineData("network-interfaces", "[1]", "invalid type: integer `1`, expected struct NetworkInterfaceConfig", 3)]
    [InlineData("network-interfaces", """[{"iface_id": "a", "host_dev_name": "t", "mtu": 67}]""", "Network config error: Could not create the network device: MTU 67 is out of range [68, 65535]", 3)]
    [InlineData("network-interfaces", """[{"iface_id": "a", "host_dev_name": "t", "guest_mac": "06:00:00:00:00:0A"}, {"iface_id": "b", "host_dev_name": "u", "guest_mac": "06:00:00:00:00:0a"}]""", "Network config error: The MAC address is already in use: 06:00:00:00:00:0a", 78)]
    [InlineData("pmem", "null", "invalid type: null, expected a sequence")]
    [InlineData("memory-hotplug", """{"total_size_mib": 1}""", "Memory hotplug config error: Total size must not be lower than slot size (128 MiB)")]
    [InlineData("mmds-config", """{"network_interfaces": []}""", "MMDS config error: The list of network interface IDs that allow forwarding MMDS requests is empty.")]
    [InlineData("vsock", "false", "invalid type: boolean `false`, expected struct VsockDeviceConfig")]
    public void ADeviceThatIsWrongIsRefusedAsByTheApi(string field, string value, string message, int column = 2) => Assert.Equal(
        $"vm.json:2:{column}: {message}",
        JsonPlaceTests.LineFor($"{{\"boot-source\": {{\"kernel_image_path\": \"k\"}}, \"{field}\":\n {value}}}"));

    [Theory]
    [InlineData("\"drives\": [], \"network-interfaces\": [], \"pmem\": [], \"vsock\": null, \"entropy\": null, \"logger\": null, \"metrics\": null, \"machine-config\": null")]
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
    [InlineData("\"a\\u0000b\"", "1:17: Boot source error: The kernel command line is invalid: it contains a NUL character")]
    [InlineData("7", "2:2: invalid type: integer `7`, expected a string")]
    public void BootArgumentsThatNoKernelCanBeGivenHaveTheirPlace(string value, string message) =>
        Assert.Equal($"vm.json:{message}", JsonPlaceTests.LineFor(WithArguments(value)));

    [Fact]
    public void BootArgumentsThatAreTooLongHaveTheirPlace() => Assert.Equal(
        "vm.json:1:17: Boot source error: The kernel command line is invalid: it takes 2049 bytes with its NUL, of which 2048 can be; shorten boot_args",
        JsonPlaceTests.LineFor(WithArguments($"\"{new string('a', BootLayout.CommandLineCapacity)}\"")));

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"a\\u0000b\"")]
    public void APathThatNoFileHasIsRefused(string value) => Assert.Equal(
        "vm.json:2:2: kernel_image_path is not a path; name a file",
        JsonPlaceTests.LineFor($"{{\"boot-source\": {{\"kernel_image_path\":\n {value}}}}}"));

    private static void Refused(string machine, string message) =>
        Assert.Equal($"vm.json:2:2: Machine config error: {message}", JsonPlaceTests.LineFor(WithMachine(machine)));

    private static void RefusedInIt(string machine, string message) =>
        Assert.Equal($"vm.json:3:3: {message}", JsonPlaceTests.LineFor(WithMachine(machine)));

    private static string WithArguments(string value) =>
        $"{{\"boot-source\": {{\"kernel_image_path\": \"k\", \"boot_args\":\n {value}}}}}";

    private static string WithMachine(string members) =>
        $"{{\"boot-source\": {{\"kernel_image_path\": \"k\"}}, \"machine-config\":\n {{{members}}}}}";

    private static VmConfiguration Bind(string json) => ConfigurationFile.Parse(new JsonText("vm.json", Encoding.UTF8.GetBytes(json))).Check();
}
