namespace Kiln.Vmm.Model.Processors;

/// <summary>A KVM extension that a template asks for, or does without.</summary>
/// <param name="Number">The extension's number in linux/kvm.h.</param>
/// <param name="Required">Whether it must be there; false takes it out of what Kiln itself asks for.</param>
internal readonly record struct CapabilityModifier(int Number, bool Required);
