namespace Kiln.Seccomp.Rules;

/// <summary>The programs of a set, in the order in which a process installs them. The numbers are part of the binary format.</summary>
public enum FilterProfile
{
    /// <summary>From the jailer's last step through the start of the runtime.</summary>
    Launch = 1,

    /// <summary>Every thread, from the monitor's first statement on.</summary>
    Setup = 2,

    /// <summary>The runtime's finalizer thread.</summary>
    Runtime = 3,

    /// <summary>The thread that owns the devices.</summary>
    Vmm = 4,

    /// <summary>The thread that serves the API.</summary>
    Api = 5,

    Vcpu = 6,
}
