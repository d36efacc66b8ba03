namespace Kiln.Probes;

/// <summary>The threads of the monitor that can fail.</summary>
internal enum FaultThread
{
    Vmm,
    Vcpu,
    Runtime,
}
