namespace Kiln.Floors.Tests.Plans;

/// <summary>The floors of the monitor.</summary>
internal static class VmmPlan
{
    internal const string Text = """
        Process, Process/CommandLine, Process/Lifecycle                     # the composition root
            Process -> Process/CommandLine, Process/Lifecycle

        Api, Api/Http                                                       # what a request asks, and how it comes over the socket
            Api -> Api/Http

        Wire                                                                # JSON of each object of the API
        Control                                                             # which action is legal when
        [Snapshots]

        Machine                                                             # builds a machine of the parts of its floor
            Machine/Boot, Machine/Console, Machine/Description, Machine/Resources, Machine/Vcpus
            Machine/Description/Acpi, Machine/Description/Acpi/Aml
            Machine/Arch/X64, Machine/Arch/X64/Boot, Machine/Arch/X64/Cpu, Machine/Arch/X64/Description, Machine/Arch/X64/Layout
            Machine -> Machine/Boot, Machine/Description/Acpi, Machine/Resources, Machine/Vcpus
            Machine -> Machine/Arch/X64, Machine/Arch/X64/Boot, Machine/Arch/X64/Cpu, Machine/Arch/X64/Description, Machine/Arch/X64/Layout
            Machine/Vcpus -> Machine/Resources
            Machine/Description/Acpi -> Machine/Description, Machine/Description/Acpi/Aml, Machine/Resources
            Machine/Arch/X64 -> Machine/Resources
            Machine/Arch/X64/Boot -> Machine/Boot, Machine/Arch/X64/Layout
            Machine/Arch/X64/Cpu -> Machine/Arch/X64/Boot, Machine/Arch/X64/Layout
            Machine/Arch/X64/Description -> Machine/Arch/X64/Layout, Machine/Description, Machine/Description/Acpi
            Machine/Boot -> Machine/Arch/X64/Layout                         # addresses, which each architecture has under these names
            Machine/Description/Acpi -> Machine/Arch/X64/Layout             # likewise
            Machine/Description/Acpi -> Machine/Arch/X64                    # ports and lines of the serial port and the keyboard controller

        Devices/Contract, Devices/Acpi, Devices/Legacy                      # no device knows another
            Devices/Virtio/Block, Devices/Virtio/Entropy
            Devices/Virtio/Transport/Mmio, Devices/Virtio/Slot, Devices/Virtio/Queues
            Devices/Acpi -> Devices/Contract
            Devices/Legacy -> Devices/Contract
            Devices/Virtio/Block -> Devices/Virtio/Slot, Devices/Virtio/Queues
            Devices/Virtio/Entropy -> Devices/Virtio/Slot, Devices/Virtio/Queues
            Devices/Virtio/Transport/Mmio -> Devices/Contract, Devices/Virtio/Slot, Devices/Virtio/Queues
            Devices/Virtio/Slot -> Devices/Contract, Devices/Virtio/Queues

        [Mmds]

        Model, Model/Devices, Model/Processors, Model/Snapshots             # what a machine is made of
            Model -> Model/Devices, Model/Processors

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
