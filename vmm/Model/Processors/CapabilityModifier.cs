namespace Kiln.Vmm.Model.Processors;

/// <summary>A KVM capability that a CPU template requires, or does without.</summary>
/// <param name="Number">The number of the capability in linux/kvm.h.</param>
/// <param name="Required">Whether KVM must have it; false removes it from those that Kiln itself requires.</param>
internal readonly record struct CapabilityModifier(int Number, bool Required);
