using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Model;

/// <summary>The kernel that a machine boots, its initrd and its command line.</summary>
/// <param name="KernelImagePath">An ELF vmlinux or a bzImage; in a jail, relative to the jail's root.</param>
/// <param name="InitrdPath">The initrd, or null; in a jail, relative to the jail's root.</param>
/// <param name="BootArguments">The kernel command line, or null for the default.</param>
internal sealed record BootSource(string KernelImagePath, string? InitrdPath, string? BootArguments)
{
    private const string Section = "boot-source";
    private const ushort Version = 1;

    /// <summary>Saves the paths, which a loaded machine only reports.</summary>
    internal void Save(ref StateWriter state)
    {
        state.Begin(Section, Version);
        state.WriteText(KernelImagePath);
        state.WriteOptionalText(InitrdPath);
        state.WriteOptionalText(BootArguments);
        state.End();
    }

    /// <exception cref="StateFailure"/>
    internal static BootSource Load(ref StateReader state)
    {
        state.Begin(Section, Version);
        BootSource source = new(
            state.ReadText("kernel_image_path", ConfigurationBounds.Path),
            state.ReadOptionalText("initrd_path", ConfigurationBounds.Path),
            state.ReadOptionalText("boot_args", ConfigurationBounds.CommandLine));
        state.End();
        return source;
    }
}
