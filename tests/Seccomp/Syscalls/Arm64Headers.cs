using System.IO;

namespace Kiln.Seccomp.Tests.Syscalls;

/// <summary>
/// The headers in which aarch64 differs from the host: facts of the kernel's arch/arm64/include/uapi/asm, on top of the asm-generic and linux
/// headers of the host.
/// </summary>
internal sealed class Arm64Headers : IDisposable
{
    private const string Fcntl = """
        #define O_DIRECTORY 040000
        #define O_NOFOLLOW 0100000
        #define O_DIRECT 0200000
        #define O_LARGEFILE 0400000
        #include <asm-generic/fcntl.h>
        """;

    // Structs that request numbers refer to. Where only the size matters, an array of that size replaces the members.
    private const string Kvm = """
        #include <linux/types.h>
        #define __KVM_HAVE_GUEST_DEBUG
        #define __KVM_HAVE_IRQ_LINE
        #define __KVM_HAVE_READONLY_MEM
        #define __KVM_HAVE_VCPU_EVENTS
        struct kvm_regs { __u8 size[864] __attribute__((aligned(16))); };
        struct kvm_sregs { };
        struct kvm_fpu { };
        struct kvm_guest_debug_arch { __u64 dbg_bcr[16], dbg_bvr[16], dbg_wcr[16], dbg_wvr[16]; };
        struct kvm_debug_exit_arch { __u32 hsr, hsr_high; __u64 far; };
        struct kvm_sync_regs { __u64 device_irq_level; };
        struct kvm_pmu_event_filter { __u16 base_event, nevents; __u8 action, pad[3]; };
        struct kvm_vcpu_events { __u8 pending[8]; __u64 serror_esr; __u32 reserved[12]; };
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("arm64-headers-");

    public Arm64Headers()
    {
        Write("asm/fcntl.h", Fcntl);
        Write("asm/kvm.h", Kvm);
        Write("asm/prctl.h", "");
        foreach (string generic in (string[])["ioctl.h", "ioctls.h", "mman.h", "resource.h", "signal.h", "socket.h"])
        {
            Write($"asm/{generic}", $"#include <asm-generic/{generic}>");
        }
    }

    /// <summary>The compiler option that searches these headers first.</summary>
    public string Option => $"-I{_directory.FullName}";

    /// <summary>The text that replaces the inclusion of a constant's header.</summary>
    /// <param name="header">For example <c>linux/kvm.h</c>.</param>
    public static string Inclusion(string header) => header switch
    {
        // The C library's headers are those of the host's architecture; the kernel's define the same constants, one of them under its older
        // name.
        "fcntl.h" => "#include <linux/fcntl.h>\n#define O_ASYNC FASYNC\n",
        "sys/mman.h" => "#include <linux/mman.h>\n#include <linux/memfd.h>\n",
        // It leaves the macros of request numbers to whoever includes it.
        "linux/if_tun.h" => "#include <linux/ioctl.h>\n#include <linux/if_tun.h>\n",
        _ => $"#include <{header}>\n",
    };

    /// <inheritdoc/>
    public void Dispose() => _directory.Delete(recursive: true);

    private void Write(string name, string text)
    {
        string file = Path.Combine(_directory.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text + "\n");
    }
}
