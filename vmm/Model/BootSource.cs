namespace Kiln.Vmm.Model;

/// <summary>What a machine boots.</summary>
/// <param name="KernelImagePath">An ELF vmlinux or a bzImage; in a jail, a path of the jail.</param>
/// <param name="InitrdPath">An initial RAM disk, or null; in a jail, a path of the jail.</param>
/// <param name="BootArguments">The command line, or null for the default.</param>
internal sealed record BootSource(string KernelImagePath, string? InitrdPath, string? BootArguments);
