using Xunit;

namespace Kiln.Vmm.Tests.Control;

/// <summary>
/// A mistake in a configuration is named in one line, in the words that the API has for it, at its place: the value, the name, or for what
/// only the whole can tell the object.
/// </summary>
public sealed class ConfigurationMistakeTests
{
    private const string VcpuRange =
        "Machine config error: The number of vCPUs must be greater than 0, less than 32 and must be 1 or an even number if SMT is enabled.";

    private const string MemoryRange = "Machine config error: The memory size (MiB) is either 0, or not a multiple of the configured page size.";

    [Theory]
    [InlineData("", "1:1", "EOF while parsing a value")]
    [InlineData("{", "1:2", "EOF while parsing an object")]
    [InlineData("{\n  // no\n}", "2:3", "key must be a string")]
    [InlineData("{\"a\": 1,}", "1:2", "unknown field `a`")]
    [InlineData("{@,}", "1:44", "trailing comma")]
    [InlineData("{@} {}", "1:45", "trailing characters")]
    [InlineData("[]", "1:1", "invalid type: sequence, expected struct VmmConfig")]
    [InlineData("{\"machine-config\": {}}", "1:20", "missing field `vcpu_count`")]
    [InlineData("{\"machine-config\": {\"vcpu_count\": 1, \"mem_size_mib\": 1}}", "1:1", "missing field `boot-source`")]
    [InlineData("{\"boot-source\": {}}", "1:17", "missing field `kernel_image_path`")]
    [InlineData("{\"boot-source\": null}", "1:17", "invalid type: null, expected struct BootSourceConfig")]
    [InlineData("{\"boot-source\": {\"kernel_image_path\": 7}}", "1:39", "invalid type: integer `7`, expected a string")]
    [InlineData("{@,\n \"machine-config\": {\"vcpu_count\": 1}}", "2:20", "missing field `mem_size_mib`")]
    [InlineData("{@, \"Boot-source\": {}}", "1:45", "unknown field `Boot-source`")]
    [InlineData("{@, \"boot-source\": {}}", "1:45", "duplicate field `boot-source`")]
    [InlineData("{\"boot-source\": {\"kernel_image_path\": \"\\ud800\"}}", "1:46", "unexpected end of hex escape")]
    [InlineData("\ufeff{}", "1:1", "it starts with a byte order mark, which JSON does not have; save it without")]
    public void TheWholeIsNoConfiguration(string json, string place, string message) => Refused(json, place, message);

    [Theory]
    [InlineData(" \n ", "2:2", "EOF while parsing a value")]
    [InlineData("{\r\n  \"boot-source\" 1\r\n}", "2:17", "expected `:`")]
    [InlineData("{\n  a: 1}", "2:3", "key must be a string")]
    [InlineData("{\n  \"logger\":   treu\n}", "2:17", "expected ident")]
    [InlineData("{\n  \"logger\": {\"level\": 01}\n}", "2:24", "invalid number")]
    [InlineData("{\"logger\": {\"module\": \"x\ty\"}}", "1:25", "control character (\\u0000-\\u001F) found while parsing a string")]
    [InlineData("{\"logger\": {\"module\": \"x\\qy\"}}", "1:26", "invalid escape")]
    [InlineData("{\"logger\": {\"log_path\": \"\u00e9\u00e9\", \"module\": \"\u00e9\ty\"}}", "1:43", "control character (\\u0000-\\u001F) found while parsing a string")]
    [InlineData("{\"logger\": {\"module\": \"never ends", "1:33", "EOF while parsing a string")]
    [InlineData("{\"drives\": [1,]}", "1:13", "invalid type: integer `1`, expected struct BlockDeviceConfig")]
    [InlineData("{@}\n\n  x", "3:3", "trailing characters")]
    [InlineData("{\"logger\": /* no */ 1}", "1:12", "expected value")]
    [InlineData("{\n\"logger\": null, \"metrics\": null, \"logger\": null}", "2:34", "duplicate field `logger`")]
    [InlineData("{\"boot-source\": {\"boot_args\": null, \"boot\\u005fargs\": null}}", "1:37", "duplicate field `boot_args`")]
    public void BrokenJsonIsNamedWhereItBreaks(string json, string place, string message) => Refused(json, place, message);

    [Theory]
    [InlineData("{@, \"machine-config\": {\"vcpu_count\":\n  0, \"mem_size_mib\": 1}}", "1:63", VcpuRange)]
    [InlineData("{@, \"machine-config\": {\"vcpu_count\":\n  33, \"mem_size_mib\": 1}}", "1:63", VcpuRange)]
    [InlineData("{@, \"machine-config\": {\"vcpu_count\":\n  256, \"mem_size_mib\": 1}}", "2:3", "invalid value: integer `256`, expected u8")]
    [InlineData("{@, \"machine-config\": {\"vcpu_count\":\n  18446744073709551615, \"mem_size_mib\": 1}}", "2:3", "invalid value: integer `18446744073709551615`, expected u8")]
    [InlineData("{@, \"machine-config\": {\"vcpu_count\":\n  null, \"mem_size_mib\": 1}}", "2:3", "invalid type: null, expected u8")]
    [InlineData("{@, \"machine-config\": {\"vcpu_count\":\n  \"1\", \"mem_size_mib\": 1}}", "2:3", "invalid type: string \"1\", expected u8")]
    [InlineData("{@, \"machine-config\": {\"vcpu_count\":\n  1e0, \"mem_size_mib\": 1}}", "2:3", "invalid type: floating point `1.0`, expected u8")]
    [InlineData("{@, \"machine-config\": {\"vcpu_count\":\n  -0, \"mem_size_mib\": 1}}", "2:3", "invalid type: floating point `-0.0`, expected u8")]
    [InlineData("{@, \"machine-config\": {\"vcpu_count\":\n  1.5, \"mem_size_mib\": 1}}", "2:3", "invalid type: floating point `1.5`, expected u8")]
    [InlineData("{@, \"machine-config\": {\"vcpu_count\":\n  -1, \"mem_size_mib\": 1}}", "2:3", "invalid value: integer `-1`, expected u8")]
    public void AVcpuCountThatCannotBe(string json, string place, string message) => Refused(json, place, message);

    [Theory]
    [InlineData("{@, \"machine-config\": {\"vcpu_count\":\n  3, \"mem_size_mib\": 1, \"smt\": true}}", "1:63", VcpuRange)]
    public void ThreadsOfACoreThatDoNotComeInPairs(string json, string place, string message) => Refused(json, place, message);

    [Theory]
    [InlineData("{@, \"machine-config\": {\"vcpu_count\": 1, \"mem_size_mib\":\n  0}}", "1:63", MemoryRange)]
    [InlineData("{@, \"machine-config\": {\"vcpu_count\": 1, \"mem_size_mib\":\n  17592186044416}}", "1:63", "Machine config error: The memory size (MiB) is more than 64 bits address; lower mem_size_mib")]
    [InlineData("{@, \"machine-config\": {\"vcpu_count\": 1, \"mem_size_mib\":\n  true}}", "2:3", "invalid type: boolean `true`, expected u64")]
    [InlineData("{@, \"machine-config\": {\"vcpu_count\": 1, \"mem_size_mib\":\n  18446744073709551616}}", "2:3", "invalid type: floating point `1.8446744073709552e19`, expected u64")]
    public void AMemorySizeThatCannotBe(string json, string place, string message) => Refused(json, place, message);

    [Theory]
    [InlineData("{@, \"machine-config\": {\"vcpu_count\": 1, \"huge_pages\": \"2M\", \"mem_size_mib\":\n  3}}", "1:63", MemoryRange)]
    [InlineData("{@, \"machine-config\": {\"vcpu_count\": 1, \"mem_size_mib\": 2, \"huge_pages\":\n null}}", "2:2", "expected value")]
    public void HugePagesThatDoNotFit(string json, string place, string message) => Refused(json, place, message);

    [Theory]
    [InlineData("{@, \"machine-config\": {\"vcpu_count\": 1, \"mem_size_mib\": 1, \"smt\":\n  1}}", "2:3", "invalid type: integer `1`, expected a boolean")]
    [InlineData("{@, \"machine-config\": {\"vcpu_count\": 1, \"mem_size_mib\": 1, \"smt\":\n  null}}", "2:3", "invalid type: null, expected a boolean")]
    [InlineData("{@, \"machine-config\": {\"vcpu_count\": 1, \"mem_size_mib\": 1, \"track_dirty_pages\":\n  true}}", "1:63", "Machine config error: track_dirty_pages is not part of this version of Kiln; set it to false, or leave it out")]
    [InlineData("{@, \"machine-config\": {\"vcpu_count\": 1, \"mem_size_mib\": 1, \"cpu_template\":\n  \"T3\"}}", "2:3", "unknown variant `T3`, expected one of `C3`, `T2`, `T2S`, `T2CL`, `T2A`, `None`")]
    [InlineData("{@, \"machine-config\": {\"vcpu_count\": 1, \"mem_size_mib\": 1, \"cpu_template\":\n  1}}", "2:3", "expected value")]
    [InlineData("{@, \"machine-config\": {\"vcpu_count\": 1, \"mem_size_mib\": 1, \"huge_pages\":\n  \"1G\"}}", "2:3", "unknown variant `1G`, expected one of `None`, `Transparent`, `2M`")]
    public void AFieldOfTheMachineThatCannotBe(string json, string place, string message) => Refused(json, place, message);

    [Theory]
    [InlineData("{\"boot-source\": {\"kernel_image_path\": \"k\", \"boot_args\":\n \"a\\u0000b\"}}", "1:17", "Boot source error: The kernel command line is invalid: it contains a NUL character")]
    [InlineData("{\"boot-source\": {\"kernel_image_path\": \"k\", \"boot_args\":\n 7}}", "2:2", "invalid type: integer `7`, expected a string")]
    public void ArgumentsThatNoKernelCanBeGiven(string json, string place, string message) => Refused(json, place, message);

    [Theory]
    [InlineData("{\"boot-source\": {\"kernel_image_path\":\n \"\"}}", "2:2", "kernel_image_path is not a path; name a file")]
    [InlineData("{\"boot-source\": {\"kernel_image_path\":\n \"a\\u0000b\"}}", "2:2", "kernel_image_path is not a path; name a file")]
    public void APathThatNoFileHas(string json, string place, string message) => Refused(json, place, message);

    [Theory]
    [InlineData("{@, \"drives\":\n [{\"drive_id\": \"a\", \"is_root_device\": false, \"path_on_host\": \"d\"}]}", "2:2", "drives is not supported by this version of Kiln; remove it")]
    [InlineData("{@, \"network-interfaces\":\n [{\"iface_id\": \"a\", \"host_dev_name\": \"t\"}]}", "2:2", "network-interfaces is not supported by this version of Kiln; remove it")]
    [InlineData("{@, \"pmem\":\n [{\"id\": \"a\", \"path_on_host\": \"p\"}]}", "2:2", "pmem is not supported by this version of Kiln; remove it")]
    [InlineData("{@, \"balloon\":\n {\"amount_mib\": 1, \"deflate_on_oom\": true}}", "2:2", "balloon is not supported by this version of Kiln; remove it")]
    [InlineData("{@, \"entropy\":\n {}}", "2:2", "entropy is not supported by this version of Kiln; remove it")]
    [InlineData("{@, \"memory-hotplug\":\n {\"total_size_mib\": 1024}}", "2:2", "memory-hotplug is not supported by this version of Kiln; remove it")]
    [InlineData("{@, \"mmds-config\":\n {\"network_interfaces\": [\"a\"]}}", "2:2", "mmds-config is not supported by this version of Kiln; remove it")]
    [InlineData("{@, \"vsock\":\n {\"guest_cid\": 3, \"uds_path\": \"v\"}}", "2:2", "vsock is not supported by this version of Kiln; remove it")]
    public void ADeviceThatThisVersionHasNot(string json, string place, string message) => Refused(json, place, message);

    [Theory]
    [InlineData("{@, \"drives\":\n [{}]}", "2:3", "missing field `drive_id`")]
    [InlineData("{@, \"drives\":\n {}}", "2:2", "invalid type: map, expected a sequence")]
    [InlineData("{@, \"network-interfaces\":\n [1]}", "2:3", "invalid type: integer `1`, expected struct NetworkInterfaceConfig")]
    [InlineData("{@, \"balloon\":\n {}}", "2:2", "missing field `amount_mib`")]
    [InlineData("{@, \"logger\":\n {\"level\": \"Loud\"}}", "2:12", "Invalid LevelFilter")]
    [InlineData("{@, \"memory-hotplug\":\n {}}", "2:2", "missing field `total_size_mib`")]
    [InlineData("{@, \"metrics\":\n {}}", "2:2", "missing field `metrics_path`")]
    [InlineData("{@, \"mmds-config\":\n {}}", "2:2", "missing field `network_interfaces`")]
    [InlineData("{@, \"vsock\":\n false}", "2:2", "invalid type: boolean `false`, expected struct VsockDeviceConfig")]
    public void AnObjectThatIsNone(string json, string place, string message) => Refused(json, place, message);

    [Theory]
    [InlineData("{@, \"serial\":\n{\"serial_out_path\": \n\"\"}}", "3:1", "serial_out_path is not a path; name a file")]
    [InlineData("{@, \"serial\":\n{\"serial_out_path\": \n\"a\\u0000b\"}}", "3:1", "serial_out_path is not a path; name a file")]
    [InlineData("{@, \"serial\":\n{\"serial_out_path\": \n1}}", "3:1", "invalid type: integer `1`, expected a string")]
    [InlineData("{@, \"serial\":\n{\"rate_limiter\": \n{\"size\": 1}}}", "3:1", "missing field `refill_time`")]
    [InlineData("{@, \"serial\":\n{\"rate_limiter\": {\"size\": \n-1, \"refill_time\": 1}}}", "3:1", "invalid value: integer `-1`, expected u64")]
    [InlineData("{@, \"serial\":\n{\n\"path\": \"x\"}}", "3:1", "unknown field `path`, expected `serial_out_path` or `rate_limiter`")]
    public void ASerialPortThatCannotBe(string json, string place, string message) => Refused(json, place, message);

    [Theory]
    [InlineData("{@, \"cpu-config\":\n7}", "2:1", "invalid type: integer `7`, expected struct CustomCpuTemplate")]
    [InlineData("{@, \"cpu-config\":\n{\"kvm_capabilities\": [\n\"x\"]}}", "3:1", "\"x\" is not a KVM capability; its number is expected, such as \"171\", or \"!171\" to do without it")]
    [InlineData("{@, \"cpu-config\":\n{\"kvm_capabilities\": [\"1\", \n\"-1\"]}}", "3:1", "\"-1\" is not a KVM capability; its number is expected, such as \"171\", or \"!171\" to do without it")]
    [InlineData("{@, \"cpu-config\":\n{\"kvm_capabilities\": [\n171]}}", "3:1", "invalid type: integer `171`, expected a string")]
    [InlineData("{@, \"cpu-config\":\n{\"kvm_capabilities\": \n\"171\"}}", "3:1", "invalid type: string \"171\", expected a sequence")]
    [InlineData("{@, \"cpu-config\":\n{\"kvm_capabilities\": \nnull}}", "3:1", "invalid type: null, expected a sequence")]
    [InlineData("{@, \"cpu-config\":\n{\"msr_modifiers\": [{\"addr\": \n\"266\", \"bitmap\": \"0b1\"}]}}", "3:1", "addr is \"266\"; a 32-bit number with 0x or 0b before it is expected")]
    [InlineData("{@, \"cpu-config\":\n{\"msr_modifiers\": [{\"addr\": \n\"0x100000000\", \"bitmap\": \"0b1\"}]}}", "3:1", "addr is \"0x100000000\"; a 32-bit number with 0x or 0b before it is expected")]
    [InlineData("{@, \"cpu-config\":\n{\"msr_modifiers\": [{\"addr\": \n\"0x\", \"bitmap\": \"0b1\"}]}}", "3:1", "addr is \"0x\"; a 32-bit number with 0x or 0b before it is expected")]
    [InlineData("{@, \"cpu-config\":\n{\"msr_modifiers\": [{\"addr\": \"0x1\", \"bitmap\": \"0b1\"}, \n{\"addr\": \"0b1\", \"bitmap\": \"0b1\"}]}}", "3:1", "register 0x1 is named twice; keep one")]
    [InlineData("{@, \"cpu-config\":\n{\"msr_modifiers\": [{\"addr\": \"0x1\", \"bitmap\": \n\"1\"}]}}", "3:1", "bitmap is \"1\"; 0b and at most 64 of the characters 0, 1, x (unchanged) and _ (no bit) are expected")]
    [InlineData("{@, \"cpu-config\":\n{\"msr_modifiers\": [{\"addr\": \"0x1\", \"bitmap\": \n\"0b2\"}]}}", "3:1", "bitmap is \"0b2\"; 0b and at most 64 of the characters 0, 1, x (unchanged) and _ (no bit) are expected")]
    [InlineData("{@, \"cpu-config\":\n{\"msr_modifiers\": [{\"addr\": \"0x1\", \"bitmap\": \n\"0b_\"}]}}", "3:1", "bitmap is \"0b_\"; 0b and at most 64 of the characters 0, 1, x (unchanged) and _ (no bit) are expected")]
    [InlineData("{@, \"cpu-config\":\n{\"msr_modifiers\": [\n{\"addr\": \"0x1\"}]}}", "3:1", "missing field `bitmap`")]
    [InlineData("{@, \"cpu-config\":\n{\n\"more\": []}}", "3:1", "unknown field `more`, expected one of `kvm_capabilities`, `cpuid_modifiers`, `msr_modifiers`")]
    [InlineData("{@, \"cpu-config\":\n{\"cpuid_modifiers\": [{\"leaf\": \"0x1\", \"subleaf\": \"0x0\", \"flags\": \n4294967296, \"modifiers\": []}]}}", "3:1", "invalid value: integer `4294967296`, expected u32")]
    [InlineData("{@, \"cpu-config\":\n{\"cpuid_modifiers\": [{\"leaf\": \"0x1\", \"subleaf\": \"0x0\", \"flags\": 0, \"modifiers\": [{\"register\": \n\"rax\", \"bitmap\": \"0b1\"}]}]}}", "3:1", "unknown variant `rax`, expected one of `eax`, `ebx`, `ecx`, `edx`")]
    [InlineData("{@, \"cpu-config\":\n{\"cpuid_modifiers\": [{\"leaf\": \"0x1\", \"subleaf\": \"0x0\", \"flags\": 0, \"modifiers\": [{\"register\": \"eax\", \"bitmap\": \"0b1\"}, \n{\"register\": \"eax\", \"bitmap\": \"0b1\"}]}]}}", "3:1", "eax is named twice for this leaf; keep one")]
    [InlineData("{@, \"cpu-config\":\n{\"cpuid_modifiers\": [{\"leaf\": \"0x1\", \"subleaf\": \"0x0\", \"flags\": 0, \"modifiers\": [{\"register\": \"eax\", \"bitmap\": \n\"0b0_00000000000000000000000000000000\"}]}]}}", "3:1", "bitmap is \"0b0_00000000000000000000000000000000\"; 0b and at most 32 of the characters 0, 1, x (unchanged) and _ (no bit) are expected")]
    public void ATemplateThatCannotBe(string json, string place, string message) => Refused(json, place, message);

    // The sign stands for a boot source that is all right.
    private static void Refused(string json, string place, string message) => Assert.StartsWith(
        $"vm.json:{place}: {message}",
        Configured.LineFor(json.Replace("@", "\"boot-source\": {\"kernel_image_path\": \"k\"}", StringComparison.Ordinal)),
        StringComparison.Ordinal);
}
