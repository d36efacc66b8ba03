namespace Kiln.Seccomp.Rules;

/// <summary>The programs of a set, in the order in which a process takes them on. The numbers are part of the container's format.</summary>
public enum FilterProfile
{
    /// <summary>From the jailer's last step through the start of the runtime.</summary>
    Launch = 1,

    /// <summary>Every thread, from the first statement on.</summary>
    Setup = 2,

    /// <summary>The runtime's finalizer thread.</summary>
    Runtime = 3,

    /// <summary>The thread that owns the devices.</summary>
    Vmm = 4,

    /// <summary>The thread that parses requests.</summary>
    Api = 5,

    /// <summary>A thread that runs a virtual processor.</summary>
    Vcpu = 6,
}
