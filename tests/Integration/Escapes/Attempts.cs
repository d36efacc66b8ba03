using Kiln.Testing.Harness;

namespace Kiln.Integration.Tests.Escapes;

/// <summary>The ways out that are tried. SECURITY.md has the table for readers.</summary>
internal static class Attempts
{
    // The step that makes a Landlock domain: a process in one cannot look into a process outside, whatever else the domain restricts.
    private const string Domain = "EnterDomain";

    // With one of the three left, a process has no capability: a change of user clears them, execve as root grants what the bounding set has.
    private static readonly string[] _capabilities = ["BecomeUser", "DropCapabilities", "DropBoundingCapabilities"];

    // What an unprivileged process may not do because it is not root. Such a root could not even find the program itself.
    private static readonly string[] _user = ["BecomeUser", "DropCapabilities"];

    internal static IReadOnlyList<Attempt> All { get; } = [.. Files, .. Mounts, .. Identity, .. Inheritance, .. Processes, .. Machine, .. Limits, .. Names];

    private static IEnumerable<Attempt> Files =>
    [
        new("disk {disk}", "mknodat", "EPERM", _capabilities),
        new("memory", "mknodat", "EPERM", _capabilities),
        new("kernel-log", "mknodat", "EPERM", _capabilities),
        new("dots {secret}", "ENOENT", "ENOENT", "PivotRoot"),
        new("process-root {stranger} {secret}", "ENOENT", "ENOENT", ["PivotRoot", Domain, .. _capabilities]),
        new("core-pattern", "openat", "ENOENT", ["PivotRoot", .. _user]),
        new("own-image", "ENOENT", "ENOENT", "PivotRoot"),
        new("own-oom-score", "openat", "ENOENT", "PivotRoot"),
        new("handle {handle} secret", "open_by_handle_at", "EPERM", _capabilities),
        new("pid-file hostile.pid", "openat", "EACCES", _capabilities),
        new("give-away", "fchownat", "EPERM", _capabilities),
    ];

    private static IEnumerable<Attempt> Mounts =>
    [
        new("mount-proc", "mount", "EPERM", _capabilities),
        new("mount-temporary", "mount", "EPERM", _capabilities),
        new("mount-bind", "mount", "EPERM", _capabilities),
        new("mount-cgroups", "mount", "EPERM", _capabilities),
        new("remount", "mount", "EPERM", _capabilities),
        new("unmount", "umount2", "EPERM", _capabilities),
        new("pivot", "pivot_root", "EPERM", _capabilities),
        new("leave-root {secret}", "chroot", "EPERM", ["PivotRoot", .. _capabilities]),
        new("join-mounts {victim} {secret}", "pidfd_open", "EPERM", [Domain, .. _capabilities]),
    ];

    private static IEnumerable<Attempt> Identity =>
    [
        new("become-root", "setuid", "EPERM", _user),
        new("become-roots-group", "setgid", "EPERM", _user),
        new("take-groups", "setgroups", "EPERM", _capabilities),
        new("take-capabilities", "capset", "EPERM", _capabilities),
        new("execute {set-id} being-root", "geteuid", "UNCHANGED", "PreventPrivileges"),
        new("execute {capable} being-capable", "EPERM", "EPERM", "PreventPrivileges", "DropBoundingCapabilities"),
    ];

    private static IEnumerable<Attempt> Inheritance =>
    [
        new("descriptor secret", "EBADF", "EBADF", "CloseDescriptors") { Caller = "{hostile} role opener {base}" },
        new("key {name}", "keyctl", "ENOKEY", "LeaveKeyring") { Caller = "{hostile} role key-holder {name}" },
        new("predictable-addresses", "personality", "UNCHANGED", "ResetPersonality") { Caller = "setarch -R" },
        new("callers-nice", "getpriority", "UNCHANGED", "ResetPriority") { Caller = "nice -n -5" },
        new("parents-signal", "prctl", "UNCHANGED", ["LeaveParent", .. _user]) { Caller = "{hostile} role strict-parent" },
        new("merged-pages", "prctl", "UNCHANGED", "DisableMerging") { Caller = "{hostile} role merging-parent", MayBeMissing = true },
        // Linux 6.2 and later refuse it to all but root where dev.tty.legacy_tiocsti is 0; for older ones the filter is the protection.
        new("type-for-caller", "ioctl", "EIO|done", _capabilities) { Caller = EscapeStage.Terminal },
    ];

    private static IEnumerable<Attempt> Processes =>
    [
        new("trace {victim}", "ptrace", "EPERM", Domain) { Requirement = Requires.LandlockScopes },
        new("read-memory {victim} {address}", "process_vm_readv", "EPERM", Domain) { Requirement = Requires.LandlockScopes },
        new("end {victim}", "kill", "EPERM", Domain) { Requirement = Requires.LandlockScopes },
        // Every thread may send this signal by this call, since the threads of the monitor do; a filter does not know their numbers.
        new("end-by-thread {victim}", "EPERM", "EPERM", Domain) { Requirement = Requires.LandlockScopes },
        new("take-descriptor {victim}", "pidfd_open", "EPERM", Domain) { Requirement = Requires.LandlockScopes },
        new("trace {stranger}", "ptrace", "EPERM", [Domain, .. _capabilities]),
        new("read-memory {stranger} {strangers-address}", "process_vm_readv", "EPERM", [Domain, .. _capabilities]),
        new("end {stranger}", "kill", "EPERM", [Domain, .. _user]) { Requirement = Requires.LandlockScopes },
        new("end-by-thread {stranger}", "EPERM", "EPERM", [Domain, .. _user]) { Requirement = Requires.LandlockScopes },
        new("make-process", "clone", Attempt.Done, Attempt.Filters),
        new("make-namespace", "unshare", Attempt.Done, Attempt.Filters),
        new("real-time", "sched_setscheduler", "EPERM", _capabilities),
        new("raise-priority", "setpriority", "EACCES", _capabilities),
    ];

    private static IEnumerable<Attempt> Machine =>
    [
        new("kernel-program", "bpf", "EPERM", _capabilities),
        new("measure-machine", "perf_event_open", "EACCES", _capabilities),
        new("user-faults", "userfaultfd", "EPERM", _capabilities),
        new("ring", "io_uring_setup", "done|EPERM", Attempt.Filters) { MayBeMissing = true },
        new("swap-on", "swapon", "EPERM", _capabilities),
        new("account", "acct", "EPERM|ENOSYS", _capabilities) { MayBeMissing = true },
        new("load-module", "init_module", "EPERM|ENOSYS", _capabilities) { MayBeMissing = true },
        new("restart-machine", "reboot", "EPERM", _capabilities),
        new("set-time", "adjtimex", "EPERM", _capabilities),
        new("silence-kernel", "syslog", "EPERM", _capabilities),
        new("ports", "iopl", "EPERM|ENOSYS", _capabilities) { MayBeMissing = true },
        new("old-entry", "killed", Attempt.Done, Attempt.Filters) { MayBeMissing = true },
        new("executable-memory", "mmap", "EACCES", "RefuseExecutableMemory") { Requirement = Requires.ExecutableMemoryRefusal },
        new("add-key", "add_key", Attempt.Done, Attempt.Filters),
        // The monitor attaches to taps itself unless the jailer hands them over, so its first filters let the request through.
        new("network-device {device}", "EPERM", "EPERM", _capabilities),
        new("packets", "socket", "EPERM", _capabilities),
    ];

    private static IEnumerable<Attempt> Limits =>
    [
        new("raise-limit", "prlimit64", "EPERM", _capabilities) { MayBeMissing = true },
        new("dump-memory", "clone", "UNCHANGED", "SetLimits") { Caller = "prlimit --core=unlimited", Requirement = Requires.CoreDumpsInPlace },
        new("many-processes", "pipe2", "EAGAIN", "SetLimits") { Options = "--resource-limit nproc=20" },
        new("many-processes", "pipe2", "EAGAIN", "JoinCgroup") { Options = "--cgroup pids.max=20 --parent-cgroup {cgroup}" },
        new("many-descriptors", "EMFILE", "EMFILE", "SetLimits"),
        new("large-file", "openat", "EFBIG", "SetLimits") { Options = "--resource-limit fsize=1000000" },
    ];

    private static IEnumerable<Attempt> Names =>
    [
        new("shared-memory {memory}", "shmget", "ENOENT", "UnshareNames"),
        new("message-queue {queue}", "mq_open", "ENOENT", "UnshareNames"),
        // The host name is that of the test's own namespace: a jailer without this protection must not change the real one.
        new("host-name hostile", "sethostname", "EPERM", _capabilities) { Caller = "{hostile} role named-host" },
        new("abstract-socket {server}", "socket", "EPERM", Domain) { Requirement = Requires.LandlockScopes },
        new("abstract-socket {server}", "socket", "ECONNREFUSED", "JoinNetworkNamespace", Domain) { Options = "--netns {network}" },
        new("loopback {port}", "socket", "ENETUNREACH", "JoinNetworkNamespace") { Options = "--netns {network}" },
    ];
}
