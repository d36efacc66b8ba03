namespace Kiln.Floors.Tests.Plans;

/// <summary>The floors of the monitor.</summary>
internal static class VmmPlan
{
    internal const string Text = """
        Process, Process/CommandLine, Process/Lifecycle                     # the composition root
            Process -> Process/CommandLine, Process/Lifecycle

        Api, Api/Http                                                       # what a request asks, and how it comes over the socket
            Api -> Api/Http

        Wire, Wire/Requests                                                 # each object of the API: its JSON, and what is asked of it
            Wire -> Wire/Requests

        Control                                                             # which action is legal when
        Snapshots                                                           # a machine as two files: its state, its memory

        Machine                                                             # builds a machine of the parts of its floor
            Machine/Boot, Machine/Console, Machine/Description, Machine/Resources, Machine/Vcpus
            Machine/Description/Acpi, Machine/Description/Acpi/Aml
            Machine/Arch/X64, Machine/Arch/X64/Boot, Machine/Arch/X64/Cpu, Machine/Arch/X64/Description, Machine/Arch/X64/Layout
            Machine/Arch/X64/Registers
            Machine -> Machine/Boot, Machine/Description/Acpi, Machine/Resources, Machine/Vcpus
            Machine -> Machine/Arch/X64, Machine/Arch/X64/Boot, Machine/Arch/X64/Cpu, Machine/Arch/X64/Description, Machine/Arch/X64/Layout
            Machine -> Machine/Arch/X64/Registers
            Machine/Vcpus -> Machine/Resources
            Machine/Description/Acpi -> Machine/Description, Machine/Description/Acpi/Aml, Machine/Resources
            Machine/Arch/X64 -> Machine/Resources
            Machine/Arch/X64/Boot -> Machine/Boot, Machine/Arch/X64/Layout
            Machine/Arch/X64/Cpu -> Machine/Arch/X64/Boot, Machine/Arch/X64/Layout
            Machine/Arch/X64/Registers -> Machine/Arch/X64/Cpu
            Machine/Arch/X64/Description -> Machine/Arch/X64/Layout, Machine/Description, Machine/Description/Acpi
            Machine/Boot -> Machine/Arch/X64/Layout                         # addresses, which each architecture has under these names
            Machine/Description/Acpi -> Machine/Arch/X64/Layout             # likewise
            Machine/Description/Acpi -> Machine/Boot                        # the kernel's command line, by which some devices are told of

        Devices/Contract, Devices/Acpi, Devices/Legacy                      # no device knows another
            Devices/Virtio/Balloon, Devices/Virtio/Block, Devices/Virtio/Entropy, Devices/Virtio/Net, Devices/Virtio/Vsock
            Devices/Virtio/Vsock/Host, Devices/Virtio/Vsock/Connections, Devices/Virtio/Vsock/Packets
            Devices/Virtio/Transport/Mmio, Devices/Virtio/Slot, Devices/Virtio/Queues
            Devices/Acpi -> Devices/Contract
            Devices/Legacy -> Devices/Contract
            Devices/Virtio/Balloon -> Devices/Contract, Devices/Virtio/Slot, Devices/Virtio/Queues
            Devices/Virtio/Block -> Devices/Contract, Devices/Virtio/Slot, Devices/Virtio/Queues
            Devices/Virtio/Entropy -> Devices/Contract, Devices/Virtio/Slot, Devices/Virtio/Queues
            Devices/Virtio/Net -> Devices/Contract, Devices/Virtio/Slot, Devices/Virtio/Queues
            Devices/Virtio/Vsock -> Devices/Contract, Devices/Virtio/Slot, Devices/Virtio/Queues
            Devices/Virtio/Vsock -> Devices/Virtio/Vsock/Host, Devices/Virtio/Vsock/Connections, Devices/Virtio/Vsock/Packets
            Devices/Virtio/Vsock/Host -> Devices/Virtio/Vsock/Connections
            Devices/Virtio/Vsock/Connections -> Devices/Virtio/Vsock/Packets
            Devices/Virtio/Transport/Mmio -> Devices/Contract, Devices/Virtio/Slot, Devices/Virtio/Queues
            Devices/Virtio/Slot -> Devices/Contract, Devices/Virtio/Queues

        Mmds/Data, Mmds/Http, Mmds/Stack, Mmds/Tokens               # the metadata store and its small network stack
            Mmds/Http -> Mmds/Data, Mmds/Stack, Mmds/Tokens

        Model, Model/Devices, Model/Processors, Model/Snapshots             # what a machine is made of
            Model -> Model/Devices, Model/Processors
            Model/Snapshots -> Model/Devices

        Limits, Events, Kvm, Kvm/Arch/X64, Memory                           # what the host gives
            Limits -> Events
            Kvm -> Kvm/Arch/X64

        Logging

        Metrics, Confinement, Confinement/Arch/X64
            Confinement -> Confinement/Arch/X64

        Json, State

        Foundation, Foundation/Text
        """;
}
