using System.IO;

namespace Kiln.Benchmarks.Contests;

/// <summary>A monitor with a guest that drives a device, and the name of its vCPU thread.</summary>
/// <param name="Name">The name in figures.</param>
/// <param name="ProcessorThread">The end of the name of the vCPU's thread.</param>
/// <param name="Arguments">Returns its arguments for a guest's command line.</param>
internal sealed record GuestContender(string Name, string Program, string ProcessorThread, Func<string, string[]> Arguments) : IContender
{
    private const string Qemu = "/usr/bin/qemu-system-x86_64";

    /// <summary>Whether QEMU is installed.</summary>
    internal static bool HasQemu => File.Exists(Qemu);

    /// <summary>The monitor as in production: jailed, with every thread filtered.</summary>
    /// <param name="jailer">The jailer's program.</param>
    /// <param name="arguments">Returns its arguments for a guest's command line.</param>
    internal static GuestContender Jailed(string jailer, Func<string, string[]> arguments) => new("vmm", jailer, "vcpu 0", arguments);

    /// <summary>
    /// QEMU's smallest machine; not jailed, which is to its advantage. Its microvm lacks a keyboard controller with which a guest could reset it.
    /// </summary>
    /// <param name="guest">The guest's file.</param>
    /// <param name="device">The words that give it the device.</param>
    internal static GuestContender Microvm(string guest, params string[] device) => new("QEMU", Qemu, "CPU 0/KVM", words =>
    [
        "-M", "microvm,acpi=off,auto-kernel-cmdline=on,pit=off,pic=off,rtc=off,x-option-roms=off",
        "-enable-kvm", "-cpu", "qemu64,-pni,+xsaveerptr", "-smp", "1", "-m", "128",
        "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot", "-serial", "stdio", "-name", "bench,debug-threads=on",
        "-global", "virtio-mmio.force-legacy=false", "-device", "isa-debug-exit,iobase=0xf4",
        .. device, "-kernel", guest, "-append", words,
    ]);
}
