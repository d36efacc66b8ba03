namespace Kiln.Integration.Tests.Interruptions;

/// <summary>Harmless ways in which the host may legitimately interrupt a waiting monitor.</summary>
public enum Interruption
{
    /// <summary>SIGSTOP and SIGCONT.</summary>
    JobControl,

    /// <summary>A debugger stops a thread and lets it go.</summary>
    Tracer,

    /// <summary>A cgroup of version 2 is frozen and thawed. Version 1 lets a sleeping thread sleep on.</summary>
    Freezer,
}
