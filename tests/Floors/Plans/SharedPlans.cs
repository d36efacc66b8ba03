namespace Kiln.Floors.Tests.Plans;

/// <summary>The floors of the libraries.</summary>
internal static class SharedPlans
{
    internal const string OneFolder = ".";

    internal const string Profiles = """
        .                                                                   # profiles in, filter set or diagnostics out
        Review
        Loading
        Binding
        Model, Sources
        Yaml
        Diagnostics
        """;

    internal const string Linux = """
        Capabilities, Rings, Network
        Processes, Memory, Sockets, Tracing, Identity
        Mounts
        Files
        Descriptors
        Signals
        Calls
        ., Errors                                                           # functions of the C library that its binding lacks; errno
        Abi                                                                 # constants of the kernel
        """;

    internal const string Seccomp = """
        Container, Proof                                                    # the filter set as bytes; what two stacks answer differently
        Bpf
        Rules
        Syscalls, Abi
        """;
}
