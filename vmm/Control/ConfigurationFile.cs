using Kiln.Linux;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Machine.Cpu;
using Kiln.Vmm.Machine.Cpu.Templates;
using Kiln.Vmm.Machine.Memory;

namespace Kiln.Vmm.Control;

/// <summary>Reads the file of <c>--config-file</c>.</summary>
internal static class ConfigurationFile
{
    // A machine with every device that it can have is described in a few KiB.
    private const int MaximumLength = 1024 * 1024;

    private const string VcpuRange =
        "The number of vCPUs must be greater than 0, less than 32 and must be 1 or an even number if SMT is enabled.";

    /// <summary>Reads and checks a configuration.</summary>
    /// <param name="path">The file; in a jail, a path of the jail.</param>
    /// <exception cref="VmmFailure">It cannot be read, is not JSON, or describes no machine that can be.</exception>
    internal static VmConfiguration Read(string path) =>
        Bind(new JsonText(path, BoundedFile.Read(path, "configuration file", "--config-file", MaximumLength)));

    /// <summary>Checks a configuration.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="VmmFailure">It is not JSON, or describes no machine that can be.</exception>
    internal static VmConfiguration Bind(JsonText text)
    {
        JsonObject top = JsonParser.Parse(text).AsObject();
        BootSource source = BindBootSource(top.Required("boot-source").AsObject());
        MachineConfiguration machine =
            top.Optional("machine-config") is { IsNull: false } value ? BindMachine(value.AsObject()) : MachineConfiguration.Default;
        CpuTemplate? template = top.Optional("cpu-config") is { IsNull: false } given ? CpuTemplateText.Bind(given) : null;
        SerialConfiguration serial = top.Optional("serial") is { IsNull: false } port ? SerialBinding.Bind(port.AsObject()) : SerialConfiguration.Default;
        foreach (string list in (ReadOnlySpan<string>)["drives", "network-interfaces", "pmem"])
        {
            top.Unsupported(list, value => value.IsEmptyList);
        }
        foreach (string name in (ReadOnlySpan<string>)
            ["balloon", "entropy", "logger", "memory-hotplug", "metrics", "mmds-config", "vsock"])
        {
            top.Unsupported(name, given => given.IsNull);
        }
        top.RefuseOthers();
        return new VmConfiguration(source, machine) { CustomTemplate = template, Serial = serial };
    }

    private static BootSource BindBootSource(JsonObject fields)
    {
        JsonValue kernel = fields.Required("kernel_image_path");
        BootSource source = new(kernel.AsString(), BindInitrd(fields.Optional("initrd_path")), BindArguments(fields.Optional("boot_args")));
        fields.RefuseOthers();
        return source.KernelImagePath.Contains('\0') || source.KernelImagePath.Length == 0
            ? throw kernel.Failure("kernel_image_path is not a path; name an ELF vmlinux or a bzImage")
            : source;
    }

    private static string? BindInitrd(JsonValue? value)
    {
        if (value is null or { IsNull: true })
        {
            return null;
        }
        string path = value.AsString();
        return path.Contains('\0') || path.Length == 0
            ? throw value.Failure("initrd_path is not a path; name an initial RAM disk, or leave it out")
            : path;
    }

    // The line is checked where it is written, and once more when the monitor has added its own arguments.
    private static string? BindArguments(JsonValue? value)
    {
        if (value is null or { IsNull: true })
        {
            return null;
        }
        string text = value.AsString();
        try
        {
            KernelCommandLine.Parse(text);
            return text;
        }
        catch (VmmFailure failure)
        {
            throw value.Failure(failure.Message);
        }
    }

    private static MachineConfiguration BindMachine(JsonObject fields)
    {
        JsonValue count = fields.Required("vcpu_count");
        JsonValue memory = fields.Required("mem_size_mib");
        bool smt = fields.Optional("smt") is { } threads && threads.AsBoolean();
        fields.Unsupported("track_dirty_pages", given => !given.AsBoolean());
        StaticCpuTemplate template = BindTemplate(fields.Optional("cpu_template"));
        HugePages pages = BindPages(fields.Optional("huge_pages"));
        fields.RefuseOthers();
        return new MachineConfiguration(CheckVcpus(count, smt), CheckMemory(memory, pages)) { Pages = pages, Template = template };
    }

    private static ProcessorTopology CheckVcpus(JsonValue value, bool smt) => value.AsUnsigned() switch
    {
        0 or > MachineConfiguration.MaximumVcpus => throw value.Failure(VcpuRange),
        > 1 and var count when smt && count % 2 != 0 => throw value.Failure(VcpuRange),
        var count => new ProcessorTopology((int)count, smt),
    };

    private static StaticCpuTemplate BindTemplate(JsonValue? value) => value is null or { IsNull: true } ? StaticCpuTemplate.None : value.AsString() switch
    {
        "None" => StaticCpuTemplate.None,
        "C3" => StaticCpuTemplate.C3,
        "T2" => StaticCpuTemplate.T2,
        "T2S" => StaticCpuTemplate.T2S,
        "T2CL" => StaticCpuTemplate.T2CL,
        "T2A" => StaticCpuTemplate.T2A,
        var other => throw value.Failure($"unknown variant `{Excerpt.Of(other)}`, expected one of `C3`, `T2`, `T2S`, `T2CL`, `T2A`, `None`"),
    };

    private static HugePages BindPages(JsonValue? value) => value is null or { IsNull: true } ? HugePages.None : value.AsString() switch
    {
        "None" => HugePages.None,
        "2M" => HugePages.Reserved,
        "Transparent" => HugePages.Transparent,
        var other => throw value.Failure($"unknown variant `{Excerpt.Of(other)}`, expected one of `None`, `2M`, `Transparent`"),
    };

    private static ulong CheckMemory(JsonValue value, HugePages pages) => value.AsUnsigned() switch
    {
        var size when size == 0 || (size % 2 != 0 && pages != HugePages.None) => throw value.Failure("The memory size (MiB) is either 0, or not a multiple of the configured page size."),
        > ulong.MaxValue >> 20 => throw value.Failure("the memory size (MiB) is more than 64 bits address; lower mem_size_mib"),
        var size => size,
    };
}
