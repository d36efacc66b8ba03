namespace Kiln.Vmm.Model.Processors;

/// <summary>The changes that a CPU template makes to a model-specific register.</summary>
internal readonly record struct MsrModifier(uint Index, RegisterPattern Pattern);
