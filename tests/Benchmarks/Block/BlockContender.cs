using System.IO;

namespace Kiln.Benchmarks.Block;

/// <summary>A monitor with a disk, and the thread of it that is its guest's processor.</summary>
/// <param name="Name">What figures call it.</param>
/// <param name="Program">What is started.</param>
/// <param name="ProcessorThread">The name of the vCPU's thread.</param>
/// <param name="Arguments">Its arguments for the words of the guest's command line.</param>
internal sealed record BlockContender(string Name, string Program, string ProcessorThread, Func<string, string[]> Arguments)
{
    private const string Qemu = "/usr/bin/qemu-system-x86_64";

    /// <summary>Whether the host has what vmm is compared with.</summary>
    internal static bool HasQemu => File.Exists(Qemu);

    /// <summary>The monitor as operators run it: jailed, every thread filtered.</summary>
    /// <param name="stage">Has the disk.</param>
    /// <param name="engine">The drive's io_engine.</param>
    internal static BlockContender Jailed(Stage stage, string engine) =>
        new("vmm", stage.Jailer, "vcpu 0", words => stage.DiskArguments(engine, words));

    /// <summary>
    /// QEMU's smallest machine, with the same disk through the same page cache; not jailed, which is to its advantage. Its microvm has no
    /// keyboard controller for a guest to end by.
    /// </summary>
    /// <param name="stage">Has the disk.</param>
    /// <param name="io">How it reads and writes the file: the value of aio=.</param>
    internal static BlockContender Microvm(Stage stage, string io) => new("QEMU", Qemu, "CPU 0/KVM", words =>
    [
        "-M", "microvm,acpi=off,auto-kernel-cmdline=on,pit=off,pic=off,rtc=off,x-option-roms=off",
        "-enable-kvm", "-cpu", "qemu64,-pni,+xsaveerptr", "-smp", "1", "-m", "128",
        "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot", "-serial", "stdio", "-name", "bench,debug-threads=on",
        "-global", "virtio-mmio.force-legacy=false", "-device", "isa-debug-exit,iobase=0xf4",
        "-drive", $"id=disk,file={stage.DiskImage},format=raw,if=none,cache=writeback,aio={io}", "-device", "virtio-blk-device,drive=disk",
        "-kernel", stage.Guest("disk"), "-append", words,
    ]);
}
