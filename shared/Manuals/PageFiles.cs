namespace Kiln.Manuals;

/// <summary>The files that commands use, for their pages' section FILES.</summary>
internal static class PageFiles
{
    private static readonly (string Path, string Meaning)[] _profiles =
    [
        ("DIR/launch.yaml, setup.yaml, runtime.yaml, vmm.yaml, api.yaml, vcpu.yaml", "a profile for each program; the shipped ones are part of the binary"),
        ("DIR/base.yaml, DIR/descriptors.yaml", "what those include: rules of all threads, and names of descriptors"),
    ];

    /// <summary>Paths and what they are; none for a command without files of its own.</summary>
    /// <param name="page">The page's name.</param>
    internal static IReadOnlyList<(string Path, string Meaning)> Of(string page) => page switch
    {
        "jailer" =>
        [
            ("/srv/jailer/NAME/ID/root", "the jail: the root directory of the monitor of that id, where NAME is the name of its file"),
            ("/srv/jailer/NAME/ID/root/NAME.pid", "the number of the monitor's process"),
            ("/srv/jailer/NAME/ID/root/run/firecracker.socket", "the socket of the monitor's API, on the host"),
            ("/dev/kvm, /dev/net/tun", "what the host must have; the jail gets nodes of its own"),
            ("/sys/fs/cgroup", "where cgroups are made, with --cgroup and --parent-cgroup"),
            ("/proc/self/exe", "jailer-profile must lie beside this file: it compiles the profiles of --seccomp-profiles"),
        ],
        "vmm" =>
        [
            ("/run/firecracker.socket", "the socket of the API; in a jail, below the jail's root"),
            ("vm.json", "the configuration of --config-file; vm.json(5) describes it"),
            ("/dev/kvm", "the virtual machine's processors and memory"),
            ("/dev/net/tun", "the taps of network interfaces, unless the jailer hands them over"),
        ],
        "vmm-check-config" => [("vm.json", "the configuration; vm.json(5) describes it")],
        "vmm-snapshot-check" => [("STATE, MEMORY", "what PUT /snapshot/create wrote; both hold the guest's secrets")],
        "jailer-profile-attest" =>
        [
            ("/srv/jailer/NAME/ID/root", "the jails of --all: a process belongs to the one that is its root directory"),
            ("/proc/PID/task", "the threads, their names, and how many filters they carry"),
            .. _profiles,
        ],
        "jailer-profile" or "jailer-profile-check" or "jailer-profile-compile" or "jailer-profile-disasm" or "jailer-profile-explain" or "jailer-profile-why"
            or "jailer-profile-simulate" or "jailer-profile-stats" or "jailer-profile-score" or "jailer-profile-diff" => _profiles,
        _ => [],
    };
}
