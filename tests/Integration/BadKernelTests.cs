using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>A kernel or configuration that cannot be: one line that names thing, place and cure, status 1, no guest.</summary>
public sealed class BadKernelTests
{
    private const string NoConfiguration = "Failed to build MicroVM from Json: Configuration for VMM from one single json failed: ";
    private const string NoStart = "Failed to build MicroVM from Json: Could not Start MicroVM from one single json: ";
    private const string Kernel = """{"boot-source": {"kernel_image_path": "kernel"}""";

    [Theory]
    [InlineData("empty", "it is empty")]
    [InlineData("truncated header", "it is truncated: 40 bytes")]
    [InlineData("truncated segment", "it is truncated: segment 0")]
    [InlineData("not ELF", "it is neither an ELF file nor a bzImage")]
    [InlineData("32-bit", "it is a 32-bit ELF file")]
    [InlineData("wrong machine", "it is for machine 183")]
    [InlineData("corrupt header size", "its headers are corrupt")]
    [InlineData("corrupt lengths", "it is truncated: segment 0")]
    [InlineData("below 1 MiB", "below 1 MiB")]
    [InlineData("larger than memory", "raise mem_size_mib")]
    [InlineData("truncated bzImage", "it is truncated: its 1280 bytes end before")]
    [InlineData("bzImage of Linux 3.7", "its boot protocol is 2.11")]
    [InlineData("32-bit bzImage", "it has no 64-bit entry point")]
    [InlineData("zImage", "it is a zImage")]
    public void ABadKernelIsRefusedInOneLine(string fault, string reason)
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("print");
        jail.Stage("kernel", KernelImages.With(fault));

        AssertRefused(jail.Run(), NoStart + "the kernel kernel cannot be loaded: ", reason);
    }

    [Theory]
    [InlineData("""{"boot-source": {"kernel_image_path": "absent"}}""", NoConfiguration + "vm.json:1:17: Boot source error: The kernel file cannot be opened: No such file or directory (os error 2)", "absent")]
    [InlineData("""{"boot-source": {"kernel_image_path": "dev"}}""", NoConfiguration + "vm.json:1:17: Boot source error: The kernel file cannot be opened: ", "not a regular file")]
    [InlineData(Kernel + """, "machine-config": {"vcpu_count": 0, "mem_size_mib": 128}}""", NoConfiguration + "vm.json:1:", "number of vCPUs must be greater than 0")]
    [InlineData(Kernel + """, "machine-config": {"vcpu_count": 33, "mem_size_mib": 128}}""", NoConfiguration + "vm.json:1:", "number of vCPUs must be greater than 0")]
    [InlineData(Kernel + """, "machine-config": {"vcpu_count": 1, "mem_size_mib": 0}}""", NoConfiguration + "vm.json:1:", "memory size (MiB) is either 0")]
    [InlineData(Kernel + """, "machine-config": {"vcpu_count": 1, "mem_size_mib": 1000000000000}}""", NoStart + "Invalid Memory Configuration: Cannot create mmap region: Out of memory (os error 12)", "lower mem_size_mib")]
    [InlineData(Kernel + """, "machine-config": {"vcpu_count": "1", "mem_size_mib": 128}}""", NoConfiguration + "vm.json:1:", "invalid type: string \"1\", expected u8")]
    [InlineData(Kernel + """, "machine-config": {"vcpu_count": 1, "mem_size_mib": 128, "speed": 9}}""", NoConfiguration + "vm.json:1:", "unknown field `speed`")]
    [InlineData("""{"boot-source": {"kernel_image_path": "kernel", "initrd_path": "absent"}}""", NoConfiguration + "vm.json:1:17: Boot source error: The initrd file cannot be opened due to invalid path or invalid permissions. No such file or directory (os error 2)", "absent")]
    [InlineData("""{"boot-source": {"kernel_image_path": "kernel", "initrd_path": "empty"}}""", NoStart + "the initrd empty cannot be loaded: ", "it is empty")]
    [InlineData("""{"boot-source": {"kernel_image_path": "kernel", "boot_args": "LONG"}}""", NoConfiguration + "vm.json:1:17: Boot source error: The kernel command line is invalid: ", "2049 bytes")]
    [InlineData(Kernel + """, "machine-config": {"vcpu_count": 3, "mem_size_mib": 128, "smt": true}}""", NoConfiguration + "vm.json:1:", "must be 1 or an even number if SMT is enabled")]
    [InlineData(Kernel + """, "machine-config": {"vcpu_count": 1, "mem_size_mib": 128, "cpu_template": "T3"}}""", NoConfiguration + "vm.json:1:", "unknown variant `T3`")]
    [InlineData(Kernel + """, "cpu-config": "absent"}""", NoConfiguration + "cannot open the CPU template absent: ENOENT", "check cpu-config")]
    [InlineData(Kernel + """, "cpu-config": "empty"}""", NoConfiguration + "empty:1:1: ", "EOF while parsing a value")]
    [InlineData(Kernel + """, "cpu-config": {"msr_modifiers": [{"addr": "0x12345", "bitmap": "0b1"}]}}""", NoStart + "the CPU template changes the model-specific register 0x12345", "take it out of the template")]
    [InlineData(Kernel + """, "cpu-config": {"kvm_capabilities": ["1000000"]}}""", NoStart + "KVM on this host lacks capability 1000000", "take it out of kvm_capabilities")]
    [InlineData(Kernel + """, "drives": [{"drive_id": "a", "is_root_device": true, "path_on_host": "absent"}]}""", NoConfiguration + "vm.json:1:61: Drive config error: Unable to create the virtio block device: Virtio backend error: Error manipulating the backing file: No such file or directory (os error 2)", "absent")]
    [InlineData(Kernel + """, "memory-hotplug": {"total_size_mib": 128}}""", NoConfiguration + "vm.json:1:", "memory-hotplug is not supported")]
    [InlineData("{\n  \"boot-source\": {\"kernel_image_path\" \"kernel\"}\n}", NoConfiguration + "vm.json:2:", "expected `:`")]
    [InlineData("{\"machine-config\": null}", NoConfiguration + "vm.json:1:1: ", "missing field `boot-source`")]
    [InlineData("", NoConfiguration + "vm.json:1:1: ", "EOF while parsing a value")]
    public void ABadConfigurationIsRefusedInOneLine(string json, string start, string reason)
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("print");
        jail.Stage("empty", []);
        jail.StageConfiguration(json.Replace("LONG", new string('a', 2048), StringComparison.Ordinal));

        AssertRefused(jail.Run(), start, reason);
    }

    [Fact]
    public void AMissingConfigurationIsRefusedInOneLine()
    {
        Requires.RootAndKvm();
        using TestJail jail = new();

        AssertRefused(jail.Run(), "cannot open the configuration file vm.json: ENOENT", "check --config-file");
    }

    [Theory]
    [InlineData("--no-api", "--no-api needs --config-file")]
    [InlineData("--enable-pci", "--enable-pci is not part of this version")]
    [InlineData("--http-api-max-payload-size many", "the number of bytes is expected")]
    [InlineData("--events-fd 77", "the descriptor is not open")]
    [InlineData("--log-format xml", "text or json is expected")]
    [InlineData("--no-apis", "did you mean --no-api?")]
    [InlineData("--config-file=x", "write '--config-file x'")]
    [InlineData("--no-api true", "the argument 'true' is not understood")]
    [InlineData("--no-api --no-api", "is given 2 times")]
    [InlineData("--no-api --config-file", "needs a value")]
    [InlineData("@vm.json", "the argument '@vm.json' is not understood")]
    public void AWrongCommandLineIsStatus153AndOneLine(string arguments, string reason)
    {
        ProgramResult result = RunningProgram.Run(Artifacts.Vmm, arguments.Split(' '));

        Assert.Equal(153, result.Status);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
    }

    private static void AssertRefused(ProgramResult result, string start, string reason)
    {
        Assert.StartsWith("vmm: " + start, result.Error, StringComparison.Ordinal);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        Assert.Equal((1, ""), (result.Status, result.Output));
    }
}
